package io.rtcroom.system;

import static io.rtcroom.system.OldClient.DOUBLE;
import static io.rtcroom.system.OldClient.MULTI;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.oneOf;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Races that two replicas of each service must not lose: requests go to them in turn. {@code -Drtcroom.races=100} runs each
 * a hundred times.
 */
@ExtendWith({SharedStack.class, Trials.class})
class RacesIT {
    private static final int MANY = 50;

    private final Stack stack = SharedStack.stack();

    @AfterAll
    static void everythingAgrees() {
        new Audit(SharedStack.stack()).everythingAgrees();
    }

    @ParameterizedTest
    @CsvSource({"double_room, 2", "multi_room, 4"})
    void ofFiftyWhoEnterAtOnceExactlyTheLimitGetsIn(String family, int limit) {
        String room = Names.room();
        List<OldClient> clients = Parallel.run(MANY, i -> OldClient.login(stack, family));
        List<String> pushUrls = Parallel.run(MANY, i -> clients.get(i).pushUrl(room));

        List<Integer> codes =
                Parallel.run(MANY, i -> Patience.until(() -> clients.get(i).addPusher(room, pushUrls.get(i)))
                        .code());

        assertThat(codes.stream().filter(code -> code == 0).toList(), hasSize(limit));
        assertThat(codes, everyItem(is(oneOf(0, 5001))));
        assertThat(clients.getFirst().getPushers(room).texts("pushers", "userID"), hasSize(limit));
    }

    @ParameterizedTest
    @CsvSource({"double, 2", "multi, 4"})
    void ofFiftyWhoJoinAtOnceExactlyTheLimitGetsIn(String family, int limit) {
        List<V1Client> clients = Parallel.run(MANY, i -> V1Client.user(stack, Names.user("user")));
        String uid = clients.getFirst()
                .createRoom(family, Names.room())
                .hasStatus(201)
                .text("uid");

        List<Integer> statuses = Parallel.run(
                MANY, i -> Patience.until(() -> clients.get(i).join(uid)).status());

        assertThat(statuses.stream().filter(status -> status == 201).toList(), hasSize(limit));
        assertThat(statuses, everyItem(is(oneOf(201, 409))));
        assertThat(clients.getFirst().members(uid).json().path("items").size(), is(limit));
    }

    @Test
    void ofFiftyWhoCreateOneRoomOneWins() {
        String room = Names.room();
        List<OldClient> clients = Parallel.run(MANY, i -> OldClient.login(stack, DOUBLE));

        List<Integer> codes =
                Parallel.run(MANY, i -> clients.get(i).createRoom(room, "").code());

        assertThat(codes.stream().filter(code -> code == 0).toList(), hasSize(1));
        assertThat(codes.stream().filter(code -> code != 0).toList(), everyItem(is(11)));
    }

    @Test
    void ofFiftyWhoPostOneRoomOneWins() {
        String room = Names.room();
        V1Client alice = V1Client.user(stack, Names.user("alice"));

        List<Integer> statuses =
                Parallel.run(MANY, i -> alice.createRoom("multi", room).status());

        assertThat(statuses.stream().filter(status -> status == 201).toList(), hasSize(1));
        assertThat(statuses.stream().filter(status -> status != 201).toList(), everyItem(is(409)));
        assertThat(alice.find("multi", room).json().path("items").size(), is(1));
    }

    @Test
    void creatingARoomAgainThrowsNobodyOut() {
        String room = Names.room();
        OldClient alice = OldClient.entered(stack, DOUBLE, room);
        OldClient bob = OldClient.entered(stack, DOUBLE, room);

        List<Answer> answers = Parallel.run(MANY, i -> alice.createRoom(room, "another"));

        for (Answer answer : answers) assertThat(answer.hasCode(11).text("roomID"), is(room));
        assertThat(bob.getPushers(room).texts("pushers", "userID"), contains(alice.userId, bob.userId));
    }

    @Test
    void oneUsersFiftyEntrancesMakeOneMember() {
        String room = Names.room();
        OldClient alice = OldClient.login(stack, MULTI);
        List<String> pushUrls = Parallel.run(MANY, i -> alice.pushUrl(room));

        List<Integer> codes = Parallel.run(MANY, i -> Patience.until(() -> alice.addPusher(room, pushUrls.get(i)))
                .code());

        assertThat(codes, everyItem(is(0)));
        assertThat(alice.getPushers(room).texts("pushers", "userID"), contains(alice.userId));
    }

    @Test
    void oneUsersFiftyJoinsMakeOneMember() {
        String userId = Names.user("alice");
        V1Client alice = V1Client.user(stack, userId);
        String uid = alice.createRoom("multi", Names.room()).text("uid");

        List<Integer> statuses =
                Parallel.run(MANY, i -> Patience.until(() -> alice.join(uid)).status());

        assertThat(statuses.stream().filter(status -> status == 201).toList(), hasSize(1));
        assertThat(statuses, everyItem(is(oneOf(200, 201))));
        assertThat(alice.members(uid).texts("items", "userId"), contains(userId));
    }

    /** Whoever is told that they are in must be in, in the old life of the room or in a new one. */
    @Test
    void anEntranceAndTheLastLeaveAtOnceLoseNobody() {
        int pairs = 8;
        List<OldClient> leavers = Parallel.run(pairs, i -> OldClient.login(stack, DOUBLE));
        List<OldClient> comers = Parallel.run(pairs, i -> OldClient.login(stack, DOUBLE));

        Parallel.run(pairs, pair -> {
            for (int round = 0; round < 15; round++) cross(leavers.get(pair), comers.get(pair));
            return null;
        });
    }

    private void cross(OldClient leaver, OldClient comer) {
        String room = Names.room();
        Patience.until(() -> leaver.enter(room)).hasCode(0);
        String pushUrl = comer.pushUrl(room);

        List<Answer> answers = Parallel.run(
                2, i -> Patience.until(() -> i == 0 ? leaver.deletePusher(room) : comer.addPusher(room, pushUrl)));

        answers.forEach(answer -> answer.hasCode(0));
        assertThat(comer.getPushers(room).hasCode(0).texts("pushers", "userID"), contains(comer.userId));
    }

    /** As above, but everybody crosses everybody in one room. */
    @Test
    void manyWhoComeAndGoAtOnceLoseNobody() {
        String room = Names.room();
        List<OldClient> clients = Parallel.run(4, i -> OldClient.login(stack, MULTI));

        Parallel.run(4, i -> {
            for (int round = 0; round < 25; round++) {
                OldClient client = clients.get(i);
                Patience.until(() -> client.enter(room)).hasCode(0);
                assertThat(client.getPushers(room).hasCode(0).texts("pushers", "userID"), hasItem(client.userId));
                client.deletePusher(room).hasCode(0);
            }
            return null;
        });

        clients.getFirst().getPushers(room).hasCode(3);
    }
}
