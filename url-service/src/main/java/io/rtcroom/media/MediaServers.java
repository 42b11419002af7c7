package io.rtcroom.media;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/** The media servers whose API is configured, by the name that stands in their hooks' paths. */
@Singleton
public class MediaServers {
    /** The vendor's platform, as the servers of its callbacks are called. */
    public static final String VENDOR = "tencent";

    private static final Logger LOG = Logger.getLogger(MediaServers.class);
    private static final Pattern ENTRY = Pattern.compile(
            "(?<name>[A-Za-z0-9_-]{1,32})=(?<kind>nginx-rtmp|srs|mediamtx)@(?<url>https?://[^\\s?#]+?)/*");

    private final Map<String, MediaServer> servers = new HashMap<>();

    private final Clock clock;

    MediaServers(MediaConfig config, ApiCalls calls, Clock clock) {
        this.clock = clock;
        for (String text : config.servers().orElse(List.of())) {
            Matcher entry = ENTRY.matcher(text.trim());
            if (!entry.matches())
                throw new IllegalArgumentException(
                        "rtcroom.media.servers: an entry is name=kind@url, the kind nginx-rtmp, srs or mediamtx");
            servers.put(
                    entry.group("name"), server(entry.group("name"), entry.group("kind"), entry.group("url"), calls));
        }
    }

    private static MediaServer server(String name, String kind, String url, ApiCalls calls) {
        return switch (kind) {
            case "nginx-rtmp" -> new NginxRtmp(calls, url);
            case "srs" -> new Srs(calls, name, url);
            default -> new MediaMtx(calls, name, url);
        };
    }

    Optional<MediaServer> find(String name) {
        return Optional.ofNullable(servers.get(name));
    }

    /**
     * A publisher whom a server named.
     *
     * @param at when the server was asked: whoever ends after that ends after they were seen
     */
    public record Sighting(Client client, Instant at) {}

    /** Everybody who publishes, as far as servers say when they are asked; one that does not answer says nothing. */
    public Uni<List<Sighting>> publishers() {
        return Multi.createFrom()
                .iterable(servers.entrySet())
                .onItem()
                .transformToUniAndConcatenate(server -> publishersOf(server.getValue())
                        .onFailure()
                        .invoke(e -> LOG.warnf("media server=%s does not say who publishes: %s", server.getKey(), e))
                        .onFailure()
                        .recoverWithItem(List.of()))
                .collect()
                .in(ArrayList<Sighting>::new, List::addAll)
                .map(List::copyOf);
    }

    private Uni<List<Sighting>> publishersOf(MediaServer server) {
        Instant askedAt = clock.instant();
        return server.publishers().map(clients -> clients.stream()
                .map(client -> new Sighting(client, askedAt))
                .toList());
    }
}
