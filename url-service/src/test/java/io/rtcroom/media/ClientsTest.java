package io.rtcroom.media;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rtcroom.sign.Binding;
import io.rtcroom.sign.Grant;
import io.rtcroom.sign.Role;
import io.rtcroom.sign.StreamName;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClientsTest {
    private static final StreamName NAME = new StreamName("", "ann", "1a2b");
    private static final Grant GRANT =
            new Grant(Role.PLAY, NAME, new Binding(null, null, null), Instant.EPOCH, Instant.EPOCH);

    private final Clients clients = new Clients(new SimpleMeterRegistry());

    @Test
    void whoIsNotReportedAnyMoreIsForgotten() {
        Client gone = aPlayer("nginx-1", "1");
        Client there = aPlayer("nginx-1", "2");
        long moment = System.nanoTime();
        clients.heard(there);

        clients.forgetSilentSince(moment);

        assertEquals(List.of(there), known());
        assertEquals(GRANT, clients.grantOf(there));
        assertEquals(null, clients.grantOf(gone));
    }

    @Test
    void aServerThatReportsNobodyKeepsItsClients() {
        Client silent = aPlayer("srs-1", "1");
        clients.heard(aPlayer("nginx-1", "2"));

        clients.forgetSilentSince(System.nanoTime());

        assertEquals(List.of(silent), known());
    }

    private Client aPlayer(String server, String id) {
        var client = new Client(server, id, "", Role.PLAY, "live", NAME.toString());
        clients.add(client, GRANT);
        return client;
    }

    private List<Client> known() {
        return clients.whose(grant -> true);
    }
}
