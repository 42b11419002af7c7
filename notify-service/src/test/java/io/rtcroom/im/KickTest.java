package io.rtcroom.im;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.rtcroom.credential.Revocation;
import io.rtcroom.event.Topics;
import io.rtcroom.fixture.Callers;
import io.rtcroom.fixture.Database;
import io.rtcroom.fixture.ImVendor;
import io.rtcroom.fixture.Kafka;
import io.rtcroom.stores.Stores;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(WithTencent.class)
@WithTestResource(Stores.class)
@WithTestResource(Callers.class)
@WithTestResource(ImVendor.class)
class KickTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    @Inject
    Database database;

    private final String ann = "ann" + UUID.randomUUID().toString().substring(0, 8);
    private final String bob = "bob" + UUID.randomUUID().toString().substring(0, 8);

    @Test
    void aRevokedUserIsThrownOutAtTheVendorToo() {
        revoke(Revocation.ofToken(UUID.randomUUID(), 4_000_000_000L));
        Kafka.send(Topics.REVOCATIONS, "user:broken", "{");
        Kafka.send(Topics.REVOCATIONS, "user:broken", "null");
        Kafka.send(Topics.REVOCATIONS, "user:gone", (String) null);
        revoke(Revocation.ofUser(ann, 2));

        await().atMost(LONG).until(() -> ImVendor.commands(ann).contains(ImVendor.KICK));
        assertEquals(
                List.of("{\"UserID\":\"" + ann + "\"}"),
                ImVendor.calls(ann).stream().map(ImVendor.Call::body).toList());
        await().atMost(LONG).untilAsserted(() -> assertEquals(0, waiting(ann)));
    }

    @Test
    void aVendorThatIsDownIsAskedAgain() {
        ImVendor.setDown(bob, true);
        revoke(Revocation.ofUser(bob, 2));
        await().atMost(LONG).until(() -> ImVendor.commands(bob).contains(ImVendor.KICK));

        ImVendor.setDown(bob, false);

        await().atMost(LONG).untilAsserted(() -> assertEquals(0, waiting(bob)));
    }

    private long waiting(String userId) {
        return database.count("select count(*) from im_task where group_id = $1", "kick:" + userId);
    }

    private static void revoke(Revocation revocation) {
        Kafka.send(Topics.REVOCATIONS, revocation.key(), revocation.json());
    }
}
