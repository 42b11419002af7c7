package io.rtcroom.media;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.Startup;
import io.rtcroom.credential.Revocation;
import io.rtcroom.credential.Revocations;
import io.rtcroom.sign.Streams;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Ends the connections that a revocation makes wrong, as soon as it is heard. Only the replica by which a client came
 * knows it; what none of them knows any more, or what a media server did not do, is cut at the next report of the client.
 */
@Startup
@Singleton
class Cutter {
    private static final Logger LOG = Logger.getLogger(Cutter.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final int RETRIES = 3;

    private final Clients clients;
    private final MediaServers servers;
    private final Streams streams;
    private final Clock clock;
    private final MeterRegistry meters;
    private final Timer timeToCut;

    Cutter(
            Clients clients,
            MediaServers servers,
            Streams streams,
            Revocations revocations,
            Clock clock,
            MeterRegistry meters) {
        this.clients = clients;
        this.servers = servers;
        this.streams = streams;
        this.clock = clock;
        this.meters = meters;
        timeToCut = Timer.builder("rtcroom.media.cut.time")
                .description("From a revocation to the end of a connection")
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(5))
                .maximumExpectedValue(Duration.ofSeconds(30))
                .register(meters);
        revocations.tell(this::cut);
    }

    private void cut(Revocation revocation) {
        List<Client> wrong = revocation.streamId() == null
                ? clients.whose(streams::isVoid)
                : clients.of(revocation.streamId(), streams::isVoid);
        wrong.forEach(client -> cut(client, revocation.at()));
    }

    /** @param since null where the revocation does not say when it was made */
    private void cut(Client client, Long since) {
        servers.find(client.server()).ifPresent(server -> server.cut(client)
                .onFailure()
                .retry()
                .withBackOff(FIRST_PAUSE)
                .atMost(RETRIES)
                .subscribe()
                .with(found -> ended(client, found, since), e -> failed(client, e)));
    }

    private void ended(Client client, boolean found, Long since) {
        clients.remove(client);
        count(found ? "done" : "gone");
        if (!found) return;
        LOG.infof("cut off client=%s", client);
        if (since != null) timeToCut.record(Duration.ofMillis(Math.max(0, clock.millis() - since)));
    }

    private void failed(Client client, Throwable e) {
        count("failed");
        LOG.warnf("not cut off client=%s: %s", client, e.toString());
    }

    private void count(String outcome) {
        meters.counter("rtcroom.media.cuts", "outcome", outcome).increment();
    }
}
