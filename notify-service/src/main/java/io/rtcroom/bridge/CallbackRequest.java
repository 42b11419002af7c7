package io.rtcroom.bridge;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A message that the vendor was given, as its callbacks show it. Its three numbers together name it.
 *
 * @param groupId null between two people
 * @param to null in a group
 * @param result of a message between two people: anything but 0, and it was not sent
 */
@RegisterForReflection
@JsonIgnoreProperties(ignoreUnknown = true)
record CallbackRequest(
        @JsonProperty("GroupId") String groupId,
        @JsonProperty("From_Account") String from,
        @JsonProperty("To_Account") String to,
        @JsonProperty("Random") @JsonAlias("MsgRandom") long random,
        @JsonProperty("MsgSeq") long seq,
        @JsonProperty("MsgTime") long time,
        @JsonProperty("SendMsgResult") int result,
        @JsonProperty("MsgBody") List<Element> elements) {
    private static final String CUSTOM = "TIMCustomElem";
    private static final String TEXT = "TIMTextElem";
    private static final ObjectMapper MAPPER = new ObjectMapper();
    /** Clients that put names into this JSON as they are, so that it need not be JSON, say first what it is. */
    private static final Pattern COMMAND = Pattern.compile("\\A\\s*\\{\\s*\"cmd\"\\s*:\\s*\"(\\w+)\"");

    @RegisterForReflection
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Element(@JsonProperty("MsgType") String type, @JsonProperty("MsgContent") Content content) {}

    @RegisterForReflection
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Content(@JsonProperty("Data") String data, @JsonProperty("Text") String text) {}

    boolean hasNumbers() {
        return seq != 0 || random != 0 || time != 0;
    }

    String clientMsgId() {
        return "im-" + Long.toUnsignedString(seq) + "-" + Long.toUnsignedString(random) + "-"
                + Long.toUnsignedString(time);
    }

    /** What was written, by people with or without a name before it (protocol.md §7.6); null if it is no text. */
    String text() {
        String command = command();
        boolean isText = command == null || command.equals("CustomTextMsg");
        return isText && !words().isBlank() ? words() : null;
    }

    /** What can be read in it, whatever it is; perhaps nothing. */
    String words() {
        return contents(TEXT).stream()
                .map(Content::text)
                .filter(Objects::nonNull)
                .collect(Collectors.joining());
    }

    /** Null if it has no command. */
    String command() {
        try {
            return MAPPER.readTree(data()).path("cmd").textValue();
        } catch (JsonProcessingException e) {
            Matcher command = COMMAND.matcher(data());
            return command.find() ? command.group(1) : null;
        }
    }

    /** The text of the first custom element, often JSON; empty if there is none. */
    String data() {
        return contents(CUSTOM).stream()
                .map(Content::data)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse("");
    }

    private List<Content> contents(String type) {
        if (elements == null) return List.of();
        return elements.stream()
                .filter(element -> element != null && type.equals(element.type) && element.content != null)
                .map(Element::content)
                .toList();
    }
}
