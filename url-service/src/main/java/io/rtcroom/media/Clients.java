package io.rtcroom.media;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.MeterRegistry;
import io.rtcroom.sign.Grant;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Who was let in, or reported as being there, by way of this replica. */
@Singleton
public class Clients {
    /** Some have long gone: of a client that left by way of another replica nothing is heard here. */
    private static final int MOST_STREAMS = 200_000;

    private final Cache<String, Map<Client.Key, Entry>> streams =
            Caffeine.newBuilder().maximumSize(MOST_STREAMS).build();
    /** The servers that say again and again who is there; of a client of another, silence says nothing. */
    private final Set<String> reporting = ConcurrentHashMap.newKeySet();

    /** Both times are of the process's monotonic clock. */
    private record Entry(Client client, Grant grant, long confirmedAt, long heardAt) {}

    Clients(MeterRegistry meters) {
        meters.gauge("rtcroom.media.streams", streams, Cache::estimatedSize);
    }

    public void add(Client client, Grant grant) {
        streams.asMap().compute(client.streamId(), (id, entries) -> {
            Map<Client.Key, Entry> of = entries == null ? new ConcurrentHashMap<>() : entries;
            long now = System.nanoTime();
            of.put(client.key(), new Entry(client, grant, now, now));
            return of;
        });
    }

    /** The client's server has reported that it is there. */
    public void heard(Client client) {
        reporting.add(client.server());
        Map<Client.Key, Entry> entries = streams.getIfPresent(client.streamId());
        if (entries == null) return;
        entries.computeIfPresent(
                client.key(),
                (key, entry) -> new Entry(entry.client, entry.grant, entry.confirmedAt, System.nanoTime()));
    }

    /** Drops those of whom nothing was heard since that moment, though their server reports. */
    void forgetSilentSince(long moment) {
        for (String streamId : streams.asMap().keySet())
            streams.asMap().computeIfPresent(streamId, (id, entries) -> {
                entries.values()
                        .removeIf(entry -> entry.heardAt - moment < 0 && reporting.contains(entry.client.server()));
                return entries.isEmpty() ? null : entries;
            });
    }

    public void remove(Client client) {
        streams.asMap().computeIfPresent(client.streamId(), (id, entries) -> {
            entries.remove(client.key());
            return entries.isEmpty() ? null : entries;
        });
    }

    /** What the client was let in with, or null if that is not known here. */
    public Grant grantOf(Client client) {
        Map<Client.Key, Entry> entries = streams.getIfPresent(client.streamId());
        Entry entry = entries == null ? null : entries.get(client.key());
        return entry == null ? null : entry.grant;
    }

    /** Whether it is time to tell that the client is still there; once it has been answered, it is not for a while. */
    public boolean isDue(Client client, Duration every) {
        long now = System.nanoTime();
        Map<Client.Key, Entry> entries = streams.getIfPresent(client.streamId());
        Entry entry = entries == null ? null : entries.get(client.key());
        if (entry == null || now - entry.confirmedAt < every.toNanos()) return false;
        return entries.replace(client.key(), entry, new Entry(entry.client, entry.grant, now, entry.heardAt));
    }

    /** The clients of one stream whose grant is such a one. */
    List<Client> of(String streamId, Predicate<Grant> grant) {
        return matching(Stream.ofNullable(streams.getIfPresent(streamId)), grant);
    }

    /** All clients whose grant is such a one. */
    List<Client> whose(Predicate<Grant> grant) {
        return matching(streams.asMap().values().stream(), grant);
    }

    private static List<Client> matching(Stream<Map<Client.Key, Entry>> streams, Predicate<Grant> grant) {
        return streams.flatMap(entries -> entries.values().stream())
                .filter(entry -> grant.test(entry.grant))
                .map(Entry::client)
                .toList();
    }
}
