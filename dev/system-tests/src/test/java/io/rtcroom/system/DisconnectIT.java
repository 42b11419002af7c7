package io.rtcroom.system;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Clients that send a writing request and are gone before the answer (platform-notes, trap 1). */
@ExtendWith(SharedStack.class)
class DisconnectIT {
    private static final int CLIENTS = 24;
    private static final int REQUESTS_EACH = 100;
    private static final long LONGEST_STAY_NANOS = TimeUnit.MILLISECONDS.toNanos(12);
    private static final Duration ENOUGH = Duration.ofMinutes(1);

    private final Stack stack = SharedStack.stack();
    private final List<String> origins =
            List.of(stack.serviceOrigin("room-service-1"), stack.serviceOrigin("room-service-2"), stack.origin());

    /** A client that carries out nothing to its end: the i-th of its requests is sent and given up. */
    private interface Impatient {
        void hangUp(int i);
    }

    @Test
    void thousandsWhoHangUpInTheMiddleOfARequestHarmNothing() {
        List<Impatient> clients = Parallel.run(CLIENTS, i -> i % 2 == 0 ? anOldClient() : aNewClient());

        Parallel.run(CLIENTS, i -> {
            for (int n = 0; n < REQUESTS_EACH; n++) clients.get(i).hangUp(n);
            return null;
        });

        await().atMost(ENOUGH).untilAsserted(this::everyReplicaIsReady);
        // What nobody waits for any more may still keep others waiting for a few seconds, and they are told so.
        await().atMost(ENOUGH).ignoreExceptions().untilAsserted(() -> assertThat(manyEnter(), everyItem(is(0))));
        assertThat("transactions that nobody ends", abandonedTransactions(), is(0L));
        new Audit(stack).everythingAgrees();
    }

    /** What each of many at once is told; whoever is refused fails the whole. */
    private List<Integer> manyEnter() {
        return Parallel.run(60, i -> {
            String room = Names.room();
            return OldClient.entered(stack, OldClient.DOUBLE, room)
                    .getPushers(room)
                    .code();
        });
    }

    private Impatient aNewClient() {
        String user = Names.user("user");
        String token = V1Client.token(stack, user);
        String uid = new V1Client(stack.origin(), token)
                .createRoom("live", Names.room())
                .text("uid");
        String members = "/v1/rooms/" + uid + "/members";
        return i -> {
            switch (i % 4) {
                case 0, 1 -> cutOff(i, "POST", members, token, "{\"userName\":\"" + i + "\"}");
                case 2 -> cutOff(i, "DELETE", members + "/" + user, token, "");
                default -> cutOff(i, "POST", "/v1/rooms", token, "{\"family\":\"double\"}");
            }
        };
    }

    private Impatient anOldClient() {
        OldClient client = OldClient.login(stack, OldClient.MULTI);
        String room = Names.room();
        String pushUrl = client.pushUrl(room);
        String enter = client.body()
                .put("roomID", room)
                .put("userName", "n")
                .put("userAvatar", "123")
                .put("pushURL", pushUrl)
                .toString();
        String leave = client.body().put("roomID", room).toString();
        String create = client.body().put("roomInfo", "").toString();
        return i -> {
            switch (i % 4) {
                case 0, 1 -> cutOff(i, "POST", path(client.url("add_pusher")), null, enter);
                case 2 -> cutOff(i, "POST", path(client.url("delete_pusher")), null, leave);
                default -> cutOff(i, "POST", path(client.url("create_room")), null, create);
            }
        };
    }

    private static String path(String url) {
        URI uri = URI.create(url);
        return uri.getRawPath() + "?" + uri.getRawQuery();
    }

    /** Sends the whole request, stays for a moment that is often shorter than the work takes, and resets. */
    private void cutOff(int number, String method, String path, String token, String body) {
        URI origin = URI.create(origins.get(number % origins.size()));
        String head = method + " " + path + " HTTP/1.1\r\nHost: " + origin.getAuthority() + "\r\n"
                + (token == null ? "" : "Authorization: Bearer " + token + "\r\n")
                + "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n";
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), origin.getPort())) {
            socket.setSoLinger(true, 0);
            socket.getOutputStream().write((head + body).getBytes(StandardCharsets.UTF_8));
            LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(LONGEST_STAY_NANOS));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void everyReplicaIsReady() {
        for (String replica : stack.services())
            assertThat(
                    replica,
                    Http.get(stack.serviceOrigin(replica) + "/q/health/ready").status(),
                    is(200));
    }

    private long abandonedTransactions() {
        return stack.database()
                .number(
                        """
                        select count(*) from pg_stat_activity
                        where state like 'idle in transaction%' and state_change < now() - interval '5 seconds'""");
    }
}
