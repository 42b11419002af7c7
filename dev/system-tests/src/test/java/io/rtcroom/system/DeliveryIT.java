package io.rtcroom.system;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Parts are killed, or receivers stay away, while people write. Then every receiver must have what the database says
 * happened: nothing missing, nothing twice in effect, and in order where order is promised.
 */
@ExtendWith(SharedStack.class)
class DeliveryIT {
    private static final Duration RECOVERY = Duration.ofSeconds(60);
    private static final int MORE = 10;

    private final Stack stack = SharedStack.stack();
    private final Scene scene = new Scene(stack);
    private final String chat = "chat:" + scene.roomUid();
    private final String oldClient = Names.user("old");
    private final List<Pulse> pulses = new ArrayList<>();

    @AfterEach
    void mendTheStack() {
        pulses.forEach(Pulse::close);
        stack.im().heal();
        stack.mend();
    }

    @Test
    void everyReceiverHasWhatHappenedWhoeverWasKilled() {
        tell((receiver, chatters) -> {
            for (String part :
                    List.of("notify-service-1", "notify-service-2", "notify-service-1", "kafka", "postgres")) {
                moreOf(chatters);
                stack.kill(part);
                if (part.startsWith("notify")) moreOf(chatters);
                stack.start(part);
            }
        });
    }

    @Test
    void receiversThatWereAwayHaveEverythingInTheEnd() {
        tell((receiver, chatters) -> {
            receiver.setAway(true);
            stack.im().fail("\"httpStatus\":503,\"times\":-1");
            moreOf(chatters);
            moreOf(chatters);
            stack.im().heal();
            receiver.setAway(false);
        });
    }

    /** What is done to the parts and the receivers while people write. */
    private interface Trouble {
        void make(WebhookReceiver receiver, Chatter... chatters);
    }

    private void tell(Trouble trouble) {
        String bobsSession = Patience.until(() -> scene.bob().join(scene.roomUid()))
                .hasStatus(201)
                .text("session");
        pulses.add(Pulse.of(() -> scene.ann().heartbeat(scene.roomUid(), scene.session())));
        pulses.add(Pulse.of(() -> scene.bob().heartbeat(scene.roomUid(), bobsSession)));
        await().atMost(RECOVERY).until(() -> stack.im().join(scene.roomId(), oldClient), is(0));
        String cursor = scene.ann().get("/v1/events").hasStatus(200).text("next");
        var ann = new Chatter(scene.ann(), scene.roomUid());
        var bob = new Chatter(scene.bob(), scene.roomUid());
        try (var receiver = new WebhookReceiver(chat);
                var follower = new Follower(scene.ann(), cursor);
                var poller = new Poller(scene.ann(), cursor, chat)) {
            wantsEverything(receiver);
            try (ann;
                    bob) {
                ann.start();
                bob.start();
                trouble.make(receiver, ann, bob);
                moreOf(ann, bob);
            }

            List<String> happened = happened();
            assertThat(happened, hasItems(ann.acknowledged().toArray(String[]::new)));
            assertThat(happened, hasItems(bob.acknowledged().toArray(String[]::new)));
            everyoneHas(happened, follower, poller, receiver);
        }
    }

    private void wantsEverything(WebhookReceiver receiver) {
        new V1Client(stack.origin(), Deployment.apiKey("webhooks"))
                .post("/v1/webhooks", "{\"url\":\"" + receiver.url() + "\",\"types\":[\"message.sent\"]}")
                .hasStatus(201);
    }

    private static void moreOf(Chatter... chatters) {
        for (Chatter chatter : chatters) {
            int before = chatter.acknowledged().size();
            await().atMost(RECOVERY).until(() -> chatter.acknowledged().size(), greaterThan(before + MORE));
        }
    }

    /** The ids of the chat's events in the order of their numbers, which have no gap. */
    private List<String> happened() {
        List<String> seqs =
                stack.database().rows("select seq from notify.event where subject = '" + chat + "' order by seq");
        assertThat(
                seqs,
                is(LongStream.rangeClosed(1, seqs.size())
                        .mapToObj(Long::toString)
                        .toList()));
        return new Audit(stack).stored(chat);
    }

    private void everyoneHas(List<String> happened, Follower follower, Poller poller, WebhookReceiver receiver) {
        Set<String> all = new TreeSet<>(happened);
        List<String> texts = texts();
        await().atMost(RECOVERY).untilAsserted(() -> {
            assertThat("streamed, in order", streamed(follower), is(happened));
            assertThat("polled, in order", poller.ids(), is(happened));
            assertThat("by webhook", receiver.ids(), is(all));
            assertThat("on Kafka", new HashSet<>(onKafka()), is(all));
            assertThat("still to be told to the platform, or given up", waitingTasks(), is(empty()));
            assertThat("shown to an old client, in order", shown(), is(texts));
        });
        assertFalse(poller.wasToldOfALoss());
    }

    private List<String> streamed(Follower follower) {
        return follower.of(chat).stream()
                .map(frame -> frame.event().path("id").asText())
                .toList();
    }

    private List<String> onKafka() {
        return RoomEvents.read(stack.bootstrapServers(), "message-events").of(chat).stream()
                .map(event -> event.path("id").asText())
                .toList();
    }

    /** What was written, in the order of its numbers. */
    private List<String> texts() {
        return stack.database()
                .rows("select payload::json->'data'->>'text' from notify.event where subject = '" + chat
                        + "' order by seq");
    }

    private List<String> shown() {
        return stack.im().messages(oldClient).stream()
                .filter(message -> message.path("type").asInt() == 0)
                .map(message -> message.path("content").asText())
                .toList();
    }

    private List<String> waitingTasks() {
        return stack.database()
                .rows(
                        "select kind || ' ' || id || ' ' || attempts || ' ' || coalesce(last_error, '') from notify.im_task"
                                + " where group_id = '" + scene.roomId() + "'");
    }
}
