package io.rtcroom.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;

/** The IM stand-in's process, and what a test asks of it. */
final class Im implements AutoCloseable {
    private static final int TEXT = 0;

    static final String CREATE = "create_group";
    static final String DESTROY = "destroy_group";
    static final String NOTIFY = "send_group_system_notification";

    /** A REST call as the stand-in recorded it; {@code errorCode} is what it answered. */
    record Call(Instant at, String command, String body, int httpStatus, int errorCode) {
        boolean succeeded() {
            return httpStatus == 200 && errorCode == 0;
        }
    }

    private final Process process;
    private final String origin;

    private Im(Process process, String origin) {
        this.process = process;
        this.origin = origin;
    }

    static Im start() {
        try {
            Process process = new ProcessBuilder(
                            ProcessHandle.current().info().command().orElse("java"),
                            "-Xmx64m",
                            "-cp",
                            System.getProperty("java.class.path"),
                            "io.rtcroom.standin.ImStandIn",
                            "0",
                            String.valueOf(Deployment.SDK_APP_ID),
                            Deployment.IM_ADMIN,
                            Deployment.IM_SECRET_KEY)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            return new Im(process, origin(process.inputReader(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String origin(BufferedReader output) throws IOException {
        String line = output.readLine();
        if (line == null || !line.startsWith("ready ")) throw new IOException("the IM stand-in said " + line);
        return line.substring("ready ".length());
    }

    String origin() {
        return origin;
    }

    List<Call> calls(String groupId) {
        return stream(Http.get(origin + "/admin/calls?groupId=" + groupId).json()).stream()
                .map(Im::call)
                .toList();
    }

    /** The successful calls of one command for a group. */
    List<Call> done(String groupId, String command) {
        return calls(groupId).stream()
                .filter(call -> call.command().equals(command) && call.succeeded())
                .toList();
    }

    private static Call call(JsonNode json) {
        return new Call(
                Instant.parse(json.path("at").asText()),
                json.path("command").asText(),
                json.path("body").asText(),
                json.path("httpStatus").asInt(),
                json.path("errorCode").asInt());
    }

    /** Calls that were not as protocol.md §5 says, with the reason. */
    List<String> violations() {
        return stream(Http.get(origin + "/admin/violations").json()).stream()
                .map(JsonNode::toString)
                .toList();
    }

    void own(String groupId, String owner) {
        Http.post(origin + "/admin/groups?groupId=" + groupId + "&owner=" + owner, null, null);
    }

    boolean exists(String groupId) {
        return Http.get(origin + "/admin/groups").json().has(groupId);
    }

    /** @param fault members of the stand-in's fault, such as {@code "httpStatus":500,"times":-1} */
    void fail(String fault) {
        Http.post(origin + "/admin/faults", "application/json", "{" + fault + "}")
                .hasStatus(200);
    }

    void heal() {
        Http.send(Http.to(origin + "/admin/faults").DELETE());
    }

    /** A client enters the group; the answer is the platform's ErrorCode. */
    int join(String groupId, String user) {
        return Http.post(origin + "/client/join?groupId=" + groupId + "&user=" + user, null, null)
                .json()
                .path("ErrorCode")
                .asInt();
    }

    /** From now on the platform asks and tells us of each message of a group. */
    void callTo(String url, String token) {
        Http.post(origin + "/admin/callbacks?url=" + url + "&token=" + token, null, null)
                .hasStatus(200);
    }

    /**
     * A client writes into the group, in the two elements of protocol.md §7.6; the answer is the platform's ErrorCode.
     *
     * @param nickName put into the JSON as it is, as the mini-program does
     */
    int say(String groupId, String user, String nickName, String text) {
        String who = "{\"cmd\":\"CustomTextMsg\",\"data\":{\"nickName\":\"" + nickName + "\",\"headPic\":\"\"}}";
        ArrayNode elements = JsonNodeFactory.instance.arrayNode();
        elements.addObject()
                .put("MsgType", "TIMCustomElem")
                .putObject("MsgContent")
                .put("Data", who);
        elements.addObject()
                .put("MsgType", "TIMTextElem")
                .putObject("MsgContent")
                .put("Text", text);
        return Http.post(
                        origin + "/client/say?groupId=" + groupId + "&user=" + user,
                        "application/json",
                        elements.toString())
                .json()
                .path("ErrorCode")
                .asInt();
    }

    /** The texts that the client was shown, in order. */
    List<String> texts(String user) {
        return messages(user).stream()
                .filter(message -> message.path("type").asInt() == TEXT)
                .map(message -> message.path("content").asText())
                .toList();
    }

    /** The type of each system message that the client got, in order. */
    List<Integer> messageTypes(String user) {
        return messages(user).stream()
                .map(message -> message.path("type").asInt())
                .toList();
    }

    List<JsonNode> messages(String user) {
        return stream(Http.get(origin + "/client/messages?user=" + user).json());
    }

    private static List<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }

    @Override
    public void close() {
        process.destroy();
    }
}
