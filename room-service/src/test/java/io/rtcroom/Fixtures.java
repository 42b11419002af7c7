package io.rtcroom;

import io.rtcroom.address.StreamAddresses;
import io.rtcroom.room.Family;
import io.rtcroom.room.Profile;
import io.rtcroom.room.RoomName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What tests share: names nobody else uses, addresses as url-service would sign them, and many callers at once. */
public final class Fixtures {
    public static final Duration PATIENCE = Duration.ofSeconds(60);

    private Fixtures() {}

    public static String random(String prefix) {
        return prefix + "_"
                + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    }

    public static RoomName aName(Family family) {
        return new RoomName(family, random("room"));
    }

    public static Profile profile(String user) {
        return new Profile(user, user, "123");
    }

    public static StreamAddresses addresses(String user) {
        String stream = "8888_" + user + "_1a2b3c4d";
        Instant expiresAt = Instant.parse("2030-01-01T00:00:00Z");
        return new StreamAddresses(
                stream,
                expiresAt,
                expiresAt,
                "rtmp://push.example.com/live/" + stream + "?txSecret=s",
                "rtmp://play.example.com/live/" + stream + "?txSecret=s",
                "https://play.example.com/live/" + stream + ".flv",
                null,
                null,
                null,
                null);
    }

    /** Runs all of it at the same instant and answers each outcome: the value, or the exception that was thrown. */
    public static <T> List<Object> atOnce(List<Callable<T>> calls) {
        var start = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> futures = new ArrayList<>();
            for (Callable<T> call : calls)
                futures.add(threads.submit(() -> {
                    start.await();
                    return call.call();
                }));
            start.countDown();
            return futures.stream().map(Fixtures::outcome).toList();
        }
    }

    private static Object outcome(Future<?> future) {
        try {
            return String.valueOf(future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        } catch (ExecutionException e) {
            return e.getCause();
        } catch (TimeoutException e) {
            return e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return e;
        }
    }
}
