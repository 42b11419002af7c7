package io.rtcroom.hook;

import io.micrometer.core.instrument.MeterRegistry;
import io.rtcroom.credential.RevocationFeed;
import io.rtcroom.event.StreamEvent;
import io.rtcroom.media.Client;
import io.rtcroom.media.Clients;
import io.rtcroom.media.MediaConfig;
import io.rtcroom.media.MediaServers.Sighting;
import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import io.rtcroom.sign.Grant;
import io.rtcroom.sign.Role;
import io.rtcroom.sign.Streams;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import org.jboss.logging.Logger;

/** Decides who may publish and play, and tells of publishers. */
@Singleton
class Gate {
    private static final Logger LOG = Logger.getLogger(Gate.class);

    private final Streams streams;
    private final Clients clients;
    private final StreamEvents events;
    private final RevocationFeed revocations;
    private final MediaConfig config;
    private final Clock clock;
    private final MeterRegistry meters;

    Gate(
            Streams streams,
            Clients clients,
            StreamEvents events,
            RevocationFeed revocations,
            MediaConfig config,
            Clock clock,
            MeterRegistry meters) {
        this.streams = streams;
        this.clients = clients;
        this.events = events;
        this.revocations = revocations;
        this.config = config;
        this.clock = clock;
        this.meters = meters;
    }

    /** @throws ProblemException NOT_ALLOWED, or UNAVAILABLE while the revocations are not known */
    Uni<Void> enter(Visit visit) {
        admit(visit);
        return visit.client().role() == Role.PUBLISH ? published(visit.client()) : done();
    }

    /** As {@link #enter}, where the media server tells in another way that the publisher is really there. */
    void admit(Visit visit) {
        if (!revocations.isLoaded())
            throw new ProblemException(ProblemType.UNAVAILABLE, "the revocations have not been read since the start");
        try {
            Client client = visit.client();
            Grant grant = streams.admit(client.role(), client.app(), client.streamId(), visit.query());
            requireNetwork(grant, visit);
            clients.add(client, grant);
            count(client.role(), "admitted");
        } catch (ProblemException e) {
            count(visit.client().role(), "refused");
            LOG.infof("refused client=%s: %s", visit.client(), e.getMessage());
            throw new ProblemException(ProblemType.NOT_ALLOWED, "%s", e.getMessage());
        }
    }

    /** A publisher is there. */
    Uni<Void> published(Client client) {
        return tell(StreamEvent.PUBLISHED, client);
    }

    /** A publisher was found on a media server. */
    Uni<Void> confirmed(Sighting sighting) {
        return tell(StreamEvent.CONFIRMED, sighting.client(), sighting.at());
    }

    /** A client is still there. @throws ProblemException NOT_ALLOWED if it has to go */
    Uni<Void> stay(Visit visit) {
        Client client = visit.client();
        clients.heard(client);
        Grant grant = clients.grantOf(client);
        boolean isNews = grant == null;
        if (isNews)
            grant = streams.recall(client.role(), client.streamId(), visit.query())
                    .orElse(null);
        // An address that can no longer be read was good once: running calls outlive their addresses and keys.
        if (grant == null) return done();
        if (revocations.isLoaded() && streams.isVoid(grant)) {
            count(client.role(), "cut");
            LOG.infof("has to go client=%s", client);
            throw new ProblemException(ProblemType.NOT_ALLOWED, "the address has been revoked");
        }
        if (isNews) clients.add(client, grant);
        boolean isDue = isNews || clients.isDue(client, config.confirmEvery());
        return isDue && client.role() == Role.PUBLISH ? tell(StreamEvent.CONFIRMED, client) : done();
    }

    /** A client has gone. */
    Uni<Void> leave(Client client) {
        clients.remove(client);
        return client.role() == Role.PUBLISH ? tell(StreamEvent.ENDED, client) : done();
    }

    private Uni<Void> tell(String type, Client client) {
        return tell(type, client, clock.instant());
    }

    /** Streams that are not ours are nobody's business. */
    private Uni<Void> tell(String type, Client client, Instant at) {
        return streams.find(client.streamId())
                .map(name -> events.tell(type, client, name.userId(), at))
                .orElseGet(Gate::done);
    }

    private static void requireNetwork(Grant grant, Visit visit) {
        var network = grant.binding().network();
        if (network != null && !network.has(visit.address()))
            throw new ProblemException(ProblemType.NOT_ALLOWED, "the address is for clients of another network");
    }

    private void count(Role role, String outcome) {
        meters.counter("rtcroom.media.admissions", "role", role.name().toLowerCase(Locale.ROOT), "outcome", outcome)
                .increment();
    }

    private static Uni<Void> done() {
        return Uni.createFrom().voidItem();
    }
}
