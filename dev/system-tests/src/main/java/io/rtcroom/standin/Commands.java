package io.rtcroom.standin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.time.Clock;
import java.util.regex.Pattern;

/**
 * The three commands of protocol.md §5.2, a text to a group as §5.6 and §7.6 have it, and a kick. A call that is not
 * exactly as §5.1 and §5.2 say is a violation: the platform might let it pass, a test must not.
 */
final class Commands {
    /** @param violation what was not as specified, or null */
    record Answer(int errorCode, String errorInfo, String violation) {
        static final Answer OK = new Answer(0, "", null);

        static Answer refused(int errorCode, String errorInfo) {
            return new Answer(errorCode, errorInfo, null);
        }

        static Answer violation(int errorCode, String what) {
            return new Answer(errorCode, what, what);
        }
    }

    static final String PREFIX = "/v4/group_open_http_svc/";
    private static final String KICK = "/v4/im_open_login_svc/kick";
    private static final int BAD_PARAMETER = 10004;
    private static final int NO_SUCH_GROUP = 10010;
    private static final int INVALID_GROUP_ID = 10015;
    private static final int TAKEN_BY_ANOTHER = 10021;
    private static final int TAKEN_BY_CALLER = 10025;
    private static final int NOT_AN_ADMIN = 60010;
    private static final int SIGNATURE_EXPIRED = 70001;
    private static final int SIGNATURE_WRONG = 70009;
    private static final int UNKNOWN_APP = 70020;
    private static final String NOTIFICATION = "{\"cmd\":\"notifyPusherChange\",\"data\":\"\"}";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern UINT = Pattern.compile("[0-9]{1,10}");
    private static final Pattern JSON_TYPE = Pattern.compile("application/json(; ?charset=(utf|UTF)-8)?");
    private static final long MAX_UINT32 = 0xFFFF_FFFFL;
    private static final int MAX_GROUP_ID = 48;

    private final Account account;
    private final Groups groups;
    private final Callbacks callbacks;
    private final Clock clock;

    Commands(Account account, Groups groups, Callbacks callbacks, Clock clock) {
        this.account = account;
        this.groups = groups;
        this.callbacks = callbacks;
        this.clock = clock;
    }

    Answer answer(Request request) {
        Answer refusal = refuseForm(request);
        if (refusal == null) refusal = refuseCaller(request);
        return refusal == null ? run(request) : refusal;
    }

    static String groupId(Request request) {
        return parse(request.body()).path("GroupId").asText("");
    }

    private static Answer refuseForm(Request request) {
        if (!"POST".equals(request.method())) return Answer.violation(BAD_PARAMETER, "the method must be POST");
        if (!JSON_TYPE.matcher(request.contentType()).matches())
            return Answer.violation(BAD_PARAMETER, "the content type must be JSON, not " + request.contentType());
        if (!"json".equals(request.parameter("contenttype")))
            return Answer.violation(BAD_PARAMETER, "contenttype must be json");
        String random = request.parameter("random");
        if (!UINT.matcher(random).matches() || Long.parseLong(random) > MAX_UINT32)
            return Answer.violation(BAD_PARAMETER, "random must be a uint32, not " + random);
        return null;
    }

    private Answer refuseCaller(Request request) {
        if (!String.valueOf(account.sdkAppId()).equals(request.parameter("sdkappid")))
            return Answer.violation(UNKNOWN_APP, "sdkappid is not known");
        if (!account.admin().equals(request.parameter("identifier")))
            return Answer.violation(NOT_AN_ADMIN, "identifier is not an administrator");
        try {
            UserSig.Verified verified = UserSig.verify(request.parameter("usersig"), account.secretKey());
            boolean fits = verified.sig().sdkAppId() == account.sdkAppId()
                    && verified.sig().identifier().equals(account.admin());
            if (!verified.genuine() || !fits) return Answer.violation(SIGNATURE_WRONG, "usersig does not verify");
            return verified.expiredAt(clock.instant().getEpochSecond())
                    ? Answer.violation(SIGNATURE_EXPIRED, "usersig has expired")
                    : null;
        } catch (IOException e) {
            return Answer.violation(SIGNATURE_WRONG, "usersig cannot be read");
        }
    }

    private Answer run(Request request) {
        if (request.path().equals(KICK)) return kick(request.body());
        String groupId = groupId(request);
        if (!isGroupId(groupId)) return Answer.violation(INVALID_GROUP_ID, "the group's id is not valid");
        String command = request.path().substring(PREFIX.length());
        if (command.equals("send_group_msg")) return text(groupId, request.body());
        String expected = expectedBody(command, groupId);
        if (expected == null) return Answer.violation(BAD_PARAMETER, "there is no command " + command);
        if (!expected.equals(request.body()))
            return Answer.violation(BAD_PARAMETER, "the body must be " + expected + " but is " + request.body());
        return switch (command) {
            case "create_group" -> create(groupId);
            case "destroy_group" -> existing(groups.destroy(groupId));
            default -> existing(groups.send(groupId, Groups.TYPE_NOTIFICATION, NOTIFICATION));
        };
    }

    private static Answer kick(String body) {
        String expected = "{\"UserID\":" + quote(parse(body).path("UserID").asText()) + "}";
        return expected.equals(body) ? Answer.OK : Answer.violation(BAD_PARAMETER, "a kick names a user, not " + body);
    }

    /** The same random number again within minutes is the same text. */
    private Answer text(String groupId, String body) {
        JsonNode json = parse(body);
        JsonNode elements = json.path("MsgBody");
        JsonNode custom = elements.path(0).path("MsgContent").path("Data");
        boolean wellFormed = json.path("Random").canConvertToLong()
                && !json.path("From_Account").asText().isEmpty()
                && elements.size() == 2
                && elements.path(0).path("MsgType").asText().equals("TIMCustomElem")
                && parse(custom.asText()).path("cmd").asText().equals("CustomTextMsg")
                && elements.path(1).path("MsgType").asText().equals("TIMTextElem");
        if (!wellFormed) return Answer.violation(BAD_PARAMETER, "a text has two elements, not " + body);
        if (!groups.say(groupId, json.path("Random").asLong(), textOf(json))) return existing(false);
        ObjectNode message = Callbacks.message(
                groupId, json.path("From_Account").asText(), json.path("Random").asLong());
        callbacks.wasShown(Callbacks.BACK_END, message.set("MsgBody", elements));
        return Answer.OK;
    }

    /** Of the second element. */
    static String textOf(JsonNode message) {
        return message.path("MsgBody").path(1).path("MsgContent").path("Text").asText();
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    private Answer create(String groupId) {
        String owner = groups.create(groupId, account.admin());
        if (owner == null) return Answer.OK;
        return owner.equals(account.admin())
                ? Answer.refused(TAKEN_BY_CALLER, "group id is used, the owner is you")
                : Answer.refused(TAKEN_BY_ANOTHER, "group id has been used");
    }

    private static Answer existing(boolean found) {
        return found ? Answer.OK : Answer.refused(NO_SUCH_GROUP, "group does not exist");
    }

    private String expectedBody(String command, String groupId) {
        String group = "\"GroupId\":" + quote(groupId);
        return switch (command) {
            case "create_group" ->
                "{\"Owner_Account\":" + quote(account.admin()) + ",\"Type\":\"AVChatRoom\"," + group
                        + ",\"Name\":\"group_name\"}";
            case "destroy_group" -> "{" + group + "}";
            case "send_group_system_notification" -> "{" + group + ",\"Content\":" + quote(NOTIFICATION) + "}";
            default -> null;
        };
    }

    private static boolean isGroupId(String groupId) {
        return !groupId.isEmpty()
                && groupId.length() <= MAX_GROUP_ID
                && groupId.chars().allMatch(c -> c > ' ' && c < 0x7F)
                && !groupId.startsWith("@TGS#");
    }

    private static String quote(String text) {
        return TextNode.valueOf(text).toString();
    }
}
