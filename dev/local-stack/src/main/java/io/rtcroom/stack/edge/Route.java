package io.rtcroom.stack.edge;

/**
 * @param prefix of whole path segments
 * @param service the module's name
 * @param target the path to ask for instead, or null to pass the request's own
 * @param held whether an answer may take as long as it likes to begin: event streams and long polls
 */
record Route(String prefix, String service, String target, boolean held) {
    static Route to(String service, String prefix) {
        return new Route(prefix, service, null, false);
    }

    static Route held(String service, String prefix) {
        return new Route(prefix, service, null, true);
    }

    boolean matches(String path) {
        return path.equals(prefix) || path.startsWith(prefix + "/");
    }

    String targetOf(String uri) {
        return target == null ? uri : target;
    }
}
