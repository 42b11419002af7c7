package io.rtcroom.stack;

import io.rtcroom.stack.config.Addresses;
import io.rtcroom.stack.part.Supervised;

/** What is said once all is up: where everything is. */
final class Announcement {
    private Announcement() {}

    static void of(Stack stack, Console console) {
        String origin = stack.addresses().origin();
        console.line("ready " + origin);
        console.line("");
        console.line(
                "  API documents  " + origin + "/openapi/room-service.yaml (url-service, notify-service likewise)");
        for (Supervised part : stack.parts()) {
            if (part.part().name().matches(".*-service-\\d+"))
                console.line(String.format(
                        "  health         http://%s:%d/q/health  %s",
                        Addresses.HOST, part.part().port(), part.part().name()));
        }
        console.line("  among services " + stack.addresses().internalOrigin());
        console.line("  database       " + stack.addresses().databaseUrl());
        console.line("  Kafka          " + stack.addresses().bootstrapServers());
        if (stack.media() != null)
            console.line("  media server   rtmp://" + stack.media().host() + "/live/… with an address of /v1/streams");
        console.line("  logs           " + stack.logs());
        console.line("  API key        " + stack.developmentKey());
        console.line("  parts          ./rtcroom status, ./rtcroom stop|start|pause|resume|kill NAME; Ctrl-C ends all");
        console.line("");
    }
}
