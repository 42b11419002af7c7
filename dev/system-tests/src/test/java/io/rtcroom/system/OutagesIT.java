package io.rtcroom.system;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.oneOf;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The lines of "When something is away" in {@code docs/architecture.md}: one part is away for longer than any
 * lease, and afterwards nobody who beat has left and nothing had to be restarted.
 */
@ExtendWith(SharedStack.class)
@Tag("long")
class OutagesIT {
    private static final Duration OUTAGE = Duration.ofSeconds(Integer.getInteger("rtcroom.outage.seconds", 30));
    private static final Duration RECOVERY = Duration.ofSeconds(60);
    private static final Duration SEVERAL_SWEEPS = Duration.ofSeconds(7);
    /** One after the other, so that each replica has its turn and knows the session afterwards. */
    private static final int SEVERAL_BEATS = 10;

    private final Stack stack = SharedStack.stack();
    private final String room = Names.room();
    private final List<Pulse> pulses = new ArrayList<>();
    private OldClient ann;
    private OldClient bob;
    private StandingRoom standing;

    @BeforeEach
    void peopleAreInRooms() {
        ann = OldClient.entered(stack, OldClient.DOUBLE, room);
        bob = OldClient.entered(stack, OldClient.DOUBLE, room);
        standing = new StandingRoom(stack);
        for (OldClient person : List.of(ann, bob)) pulses.add(Pulse.of(() -> person.heartbeat(room)));
        for (OldClient person : List.of(ann, bob))
            for (int i = 0; i < SEVERAL_BEATS; i++)
                Patience.until(() -> person.heartbeat(room)).hasCode(0);
    }

    @AfterEach
    void mendTheStack() {
        pulses.forEach(Pulse::close);
        standing.close();
        stack.im().heal();
        stack.mend();
    }

    @Test
    void withoutPostgresBeatsAreHeldAndAddressesSigned() {
        stack.stop("postgres");
        Instant stopped = Instant.now();

        ann.heartbeat(room).hasCode(0);
        standing.host().post("/v1/streams", "{}").hasStatus(201);
        ann.getPushers(room).hasCode(-1);
        assertThat(ann.createRoom(Names.room(), "").code(), is(-1));
        Answer refused = standing.host().members(standing.uid()).hasStatus(503);
        assertThat(Integer.parseInt(refused.header("Retry-After")), greaterThan(0));

        passUntil(stopped.plus(OUTAGE));
        stack.start("postgres");
        everythingIsAsBefore();
    }

    @Test
    void withoutKafkaRoomsAndMessagesGoOn() {
        stack.stop("kafka");
        Instant stopped = Instant.now();

        V1Client dan = V1Client.user(stack, Names.user("dan"));
        Patience.until(() -> dan.join(standing.uid())).hasStatus(201);
        ann.heartbeat(room).hasCode(0);
        assertThat(members(ann), hasItems(ann.userId, bob.userId));
        String text = "{\"roomUid\":\"" + standing.uid() + "\",\"text\":\"hello\",\"clientMsgId\":\"" + Names.user("m")
                + "\"}";
        String id = Patience.until(() -> standing.host().post("/v1/messages", text))
                .hasStatus(201)
                .text("id");
        await().atMost(RECOVERY).until(() -> ids(standing.follower().of("chat:" + standing.uid())), hasItem(id));
        standing.host().get("/v1/events?after=" + standing.cursor()).hasStatus(200);

        passUntil(stopped.plus(OUTAGE));
        stack.start("kafka");
        everythingIsAsBefore();
    }

    @Test
    void withoutUrlServiceWhoIsInStaysAndLeaves() {
        OldClient carol = OldClient.entered(stack, OldClient.MULTI, Names.room());
        String carolsRoom = Names.room();
        Patience.until(() -> carol.enter(carolsRoom)).hasCode(0);
        stack.stop("url-service");
        Instant stopped = Instant.now();

        ann.heartbeat(room).hasCode(0);
        assertThat(members(ann), hasItems(ann.userId, bob.userId));
        carol.deletePusher(carolsRoom).hasCode(0);
        OldClient dan = OldClient.login(stack, OldClient.DOUBLE);
        dan.getPushUrl(room).hasCode(-1);
        Answer refused =
                V1Client.user(stack, Names.user("eve")).join(standing.uid()).hasStatus(503);
        assertThat(Integer.parseInt(refused.header("Retry-After")), greaterThan(0));

        passUntil(stopped.plus(OUTAGE));
        stack.start("url-service");
        everythingIsAsBefore();
    }

    @Test
    void withoutNotifyServiceOnlyTheNewsIsMissing() {
        stack.stop("notify-service");
        Instant stopped = Instant.now();

        OldClient dan = OldClient.entered(stack, OldClient.MULTI, Names.room());
        dan.getRoomList(0, 10).hasCode(0);
        ann.heartbeat(room).hasCode(0);
        assertThat(members(ann), hasItems(ann.userId, bob.userId));
        standing.host().get("/v1/events").hasStatus(503);

        passUntil(stopped.plus(OUTAGE));
        stack.start("notify-service");
        everythingIsAsBefore();
    }

    @Test
    void withoutTheImProviderNotificationsAreLate() {
        stack.im().fail("\"httpStatus\":500,\"times\":-1");
        Instant failed = Instant.now();

        String other = Names.room();
        OldClient dan = OldClient.entered(stack, OldClient.MULTI, other);
        OldClient.entered(stack, OldClient.MULTI, other);
        pulses.add(Pulse.of(() -> dan.heartbeat(other)));
        ann.heartbeat(room).hasCode(0);
        assertThat(members(dan, other), hasItems(dan.userId));

        passUntil(failed.plus(OUTAGE));
        assertThat(stack.im().done(other, Im.NOTIFY).isEmpty(), is(true));
        stack.im().heal();
        await().atMost(RECOVERY).until(() -> !stack.im().done(other, Im.NOTIFY).isEmpty());
        everythingIsAsBefore();
    }

    private void everythingIsAsBefore() {
        OldClient newcomer = OldClient.login(stack, OldClient.MULTI);
        await().atMost(RECOVERY).until(() -> newcomer.enter(Names.room()).code(), is(0));
        await().atMost(RECOVERY).until(() -> members(ann), hasItems(ann.userId, bob.userId));
        await().during(SEVERAL_SWEEPS)
                .atMost(SEVERAL_SWEEPS.multipliedBy(2))
                .until(() -> members(ann), hasItems(ann.userId, bob.userId));
        RoomEvents events = new Audit(stack).everythingAgrees();
        List<String> leavers = Stream.of(standing.uid(), uidOf(room))
                .flatMap(uid -> events.of("room:" + uid).stream())
                .filter(event -> event.path("type").asText().equals("member.left"))
                .map(event -> event.path("data").path("userId").asText())
                .toList();
        assertThat(leavers, not(hasItem(is(oneOf(ann.userId, bob.userId, standing.hostId())))));
        List<String> stored = new Audit(stack).stored(standing.subject());
        await().atMost(RECOVERY).until(() -> standing.streamedIds(), hasItem(stored.getLast()));
    }

    private List<String> members(OldClient viewer) {
        return members(viewer, room);
    }

    private static List<String> members(OldClient viewer, String room) {
        return viewer.getPushers(room).texts("pushers", "userID");
    }

    private String uidOf(String roomId) {
        return stack.backEnd().find("double", roomId).json().at("/items/0/uid").asText();
    }

    private static List<String> ids(List<EventStream.Frame> frames) {
        return frames.stream().map(frame -> frame.event().path("id").asText()).toList();
    }

    /** Real time must pass here: it is the outage itself. */
    private static void passUntil(Instant end) {
        await().atMost(OUTAGE.multipliedBy(2)).until(() -> !Instant.now().isBefore(end));
    }
}
