package io.rtcroom.webhook;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.rtcroom.loop.Recurring;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Takes deliveries that are due and makes them. What is under way when a replica dies is tried again by another. */
@Singleton
class DeliveryWorker implements Recurring {
    private static final Logger LOG = Logger.getLogger(DeliveryWorker.class);
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final int PURGE = 5_000;

    private final Deliveries deliveries;
    private final Endpoints endpoints;
    private final Courier courier;
    private final WebhookConfig config;
    private final MeterRegistry meters;
    private final AtomicInteger underWay = new AtomicInteger();

    DeliveryWorker(
            Deliveries deliveries, Endpoints endpoints, Courier courier, WebhookConfig config, MeterRegistry meters) {
        this.deliveries = deliveries;
        this.endpoints = endpoints;
        this.courier = courier;
        this.config = config;
        this.meters = meters;
        meters.gauge("rtcroom.webhooks.under.way", underWay, AtomicInteger::get);
    }

    @Scheduled(
            identity = "webhook-purge",
            every = "60s",
            delayed = "120s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> purge() {
        return inBites(() -> deliveries.purge(PURGE))
                .chain(() -> inBites(() -> endpoints.empty(PURGE)))
                .chain(endpoints::forget);
    }

    private static Uni<Void> inBites(Supplier<Uni<Integer>> bite) {
        return Uni.createFrom()
                .deferred(bite::get)
                .repeat()
                .whilst(deleted -> deleted >= PURGE)
                .collect()
                .last()
                .replaceWithVoid();
    }

    @Override
    public String name() {
        return "webhook deliveries";
    }

    @Override
    public Uni<Duration> run() {
        int free = config.concurrency() - underWay.get();
        if (free <= 0) return Uni.createFrom().item(LOOK);
        return deliveries.take(free).invoke(this::begin).map(taken -> taken.isEmpty() ? LOOK : Duration.ZERO);
    }

    private void begin(List<Delivery> taken) {
        for (Delivery delivery : taken) {
            underWay.incrementAndGet();
            make(delivery)
                    .onTermination()
                    .invoke(underWay::decrementAndGet)
                    .subscribe()
                    .with(
                            done -> {},
                            e -> LOG.warnf(
                                    "webhook delivery waits for its lease to end: eventId=%s %s",
                                    delivery.eventId(), e.toString()));
        }
    }

    private Uni<Void> make(Delivery delivery) {
        Uni<Attempt> attempt = delivery.body() == null
                ? Uni.createFrom().item(new Attempt(0, "the event is no longer kept", Duration.ZERO, Duration.ZERO))
                : courier.deliver(delivery);
        return attempt.invoke(made -> meters.timer(
                                "rtcroom.webhooks.attempts", "outcome", made.delivered() ? "delivered" : "failed")
                        .record(made.took()))
                .chain(made -> deliveries.finish(delivery, made));
    }
}
