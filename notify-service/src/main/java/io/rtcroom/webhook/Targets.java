package io.rtcroom.webhook;

import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Set;

/** Which URLs may be told. The name is looked up once for each attempt; what was found is checked and connected to. */
@Singleton
class Targets {
    private static final int MAX_LENGTH = 2048;

    private final Names names;
    private final WebhookConfig config;
    private final Networks networks;

    Targets(Names names, WebhookConfig config) {
        this.names = names;
        this.config = config;
        networks = new Networks(config.allowedNetworks().orElse(List.of()));
    }

    /** @throws ProblemException {@code invalid-request} */
    URI require(String url) {
        if (url.length() > MAX_LENGTH) throw refused("must be at most " + MAX_LENGTH + " characters");
        try {
            URI uri = new URI(url);
            if (!schemes().contains(String.valueOf(uri.getScheme()))) throw refused("must begin with https://");
            if (uri.getHost() == null || uri.getUserInfo() != null || uri.getFragment() != null)
                throw refused("must have a host, and neither user nor fragment");
            return uri;
        } catch (URISyntaxException e) {
            throw refused("is not a URL");
        }
    }

    private Set<String> schemes() {
        return config.allowHttp() ? Set.of("https", "http") : Set.of("https");
    }

    /** Where to connect for this attempt; fails if that is nowhere we go. */
    Uni<InetSocketAddress> locate(URI uri) {
        return names.resolve(uri.getHost()).map(addresses -> {
            // One bad address among good ones is a trap, or a mistake.
            if (addresses.isEmpty() || !addresses.stream().allMatch(networks::allow)) throw new Forbidden();
            InetAddress first = addresses.getFirst();
            return new InetSocketAddress(first, port(uri));
        });
    }

    static int port(URI uri) {
        if (uri.getPort() != -1) return uri.getPort();
        return uri.getScheme().equals("https") ? 443 : 80;
    }

    private static ProblemException refused(String why) {
        return ProblemException.ofField(ProblemType.INVALID_REQUEST, "url", "url " + why);
    }

    /** The target is in a network that targets may not be in. */
    static final class Forbidden extends RuntimeException {
        private static final long serialVersionUID = 1;

        Forbidden() {
            super("the address is not allowed", null, false, false);
        }
    }
}
