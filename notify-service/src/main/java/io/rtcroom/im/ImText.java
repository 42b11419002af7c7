package io.rtcroom.im;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.rtcroom.event.Event;
import io.rtcroom.event.EventData.MessageSent;

/**
 * A text as old clients expect it: two elements, of which the first says who speaks (protocol.md §7.6). Their receivers
 * join the two, cut at the first {@code }}}, and parse without care, so what could break one is taken out of the names.
 *
 * @param random the same for every try, so that the vendor shows the text once; another for each text of a chat, because
 *     the vendor drops a text whose number it has seen within five minutes
 * @param to null if it is for a group
 * @param command what a client is told instead of a text; null for a text
 */
@RegisterForReflection
record ImText(long random, String from, String to, String name, String avatar, String text, String command) {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String BREAKS_PARSERS = "[\"\\\\\\p{Cntrl}]";
    private static final long UINT32 = 0xffff_ffffL;

    static ImText of(Event event, MessageSent sent) {
        String to = sent.roomId() != null
                ? null
                : sent.readers().stream()
                        .filter(reader -> !reader.equals(sent.from()))
                        .findFirst()
                        .orElseThrow();
        return new ImText(
                random(event),
                sent.from(),
                to,
                sent.fromName() == null ? sent.from() : sent.fromName(),
                sent.fromAvatar() == null ? "" : sent.fromAvatar(),
                sent.text(),
                null);
    }

    static ImText command(Event event, String from, String to, String command) {
        return new ImText(random(event), from, to, null, null, null, command);
    }

    /** Where each subject begins is chance, so that a room's next life does not begin where this one did. */
    private static long random(Event event) {
        return event.subject().hashCode() + event.seq() & UINT32;
    }

    ArrayNode elements() {
        if (command != null) return custom(command);
        ObjectNode who = node().put("cmd", "CustomTextMsg");
        who.putObject("data").put("nickName", harmless(name)).put("headPic", harmless(avatar));
        ArrayNode elements = custom(who.toString());
        elements.addObject()
                .put("MsgType", "TIMTextElem")
                .putObject("MsgContent")
                .put("Text", text);
        return elements;
    }

    private static ArrayNode custom(String data) {
        ArrayNode elements = JsonNodeFactory.instance.arrayNode();
        elements.addObject()
                .put("MsgType", "TIMCustomElem")
                .putObject("MsgContent")
                .put("Data", data);
        return elements;
    }

    String json() {
        try {
            return MAPPER.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static ImText read(String json) {
        try {
            return MAPPER.readValue(json, ImText.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an IM task holds no text", e);
        }
    }

    static String harmless(String name) {
        return name == null ? "" : name.replaceAll(BREAKS_PARSERS, "").replaceAll("}{2,}", "}");
    }

    private static ObjectNode node() {
        return JsonNodeFactory.instance.objectNode();
    }
}
