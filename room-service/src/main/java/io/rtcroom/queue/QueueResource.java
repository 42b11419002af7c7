package io.rtcroom.queue;

import io.rtcroom.agent.Skills;
import io.rtcroom.credential.Scope;
import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import io.rtcroom.queue.Matching.Step;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.server.Cancellable;

/** Making and changing queues, which is for back ends and operators. */
@Path("/v1/queues")
@RolesAllowed(Scope.ROOMS_ROLE)
@Cancellable(false)
class QueueResource {
    static final String NAME = "[a-z0-9][a-z0-9-]{0,31}";

    private final Queues queues;

    QueueResource(Queues queues) {
        this.queues = queues;
    }

    @GET
    public Uni<QueuesView> list() {
        return queues.all()
                .map(all -> new QueuesView(all.stream().map(QueueView::of).toList()));
    }

    @GET
    @Path("/{name}")
    public Uni<QueueView> get(@RestPath String name) {
        return queues.require(name).map(QueueView::of);
    }

    @PUT
    @Path("/{name}")
    public Uni<QueueView> put(@RestPath @Pattern(regexp = NAME) String name, @Valid @NotNull QueueRequest request) {
        return queues.put(request.named(name)).map(QueueView::of);
    }

    @DELETE
    @Path("/{name}")
    public Uni<Void> remove(@RestPath String name) {
        return queues.remove(name);
    }

    record QueuesView(List<QueueView> items) {}

    record StepView(@Min(1) @Max(86400) int afterSeconds, @NotNull Map<String, Integer> skills) {}

    record HoursView(@Min(1) @Max(7) int day, @NotNull String from, @NotNull String to) {}

    /** What is not said is as in the defaults. */
    record QueueRequest(
            Strategy strategy,
            Map<String, Integer> skills,
            @Size(max = 10) List<@Valid @NotNull StepView> steps,
            @Min(5) @Max(300) Integer offerSeconds,
            @Min(0) @Max(3600) Integer wrapUpSeconds,
            @Min(5) @Max(86400) Integer maxWaitSeconds,
            @Min(0) @Max(100000) Integer maxLength,
            @Size(max = 50) List<@Valid @NotNull HoursView> hours,
            String timeZone,
            Boolean acceptsUnstaffed,
            @Min(1) @Max(86400) Integer answerWithinSeconds) {
        Queue named(String name) {
            return new Queue(
                    name,
                    or(strategy, Strategy.LONGEST_IDLE),
                    Skills.given(skills),
                    or(steps, List.<StepView>of()).stream()
                            .map(step -> new Step(step.afterSeconds, Skills.given(step.skills)))
                            .toList(),
                    Duration.ofSeconds(or(offerSeconds, 20)),
                    Duration.ofSeconds(or(wrapUpSeconds, 10)),
                    Duration.ofSeconds(or(maxWaitSeconds, 1800)),
                    or(maxLength, 100),
                    or(hours, List.<HoursView>of()).stream()
                            .map(each -> new Hours(each.day, each.from, each.to))
                            .toList(),
                    zone(),
                    or(acceptsUnstaffed, false),
                    Duration.ofSeconds(or(answerWithinSeconds, 20)),
                    null);
        }

        private ZoneId zone() {
            try {
                return ZoneId.of(or(timeZone, "UTC"));
            } catch (DateTimeException e) {
                throw ProblemException.ofField(
                        ProblemType.INVALID_REQUEST, "timeZone", "timeZone must be a name like Asia/Shanghai");
            }
        }

        private static <T> T or(T given, T otherwise) {
            return given == null ? otherwise : given;
        }
    }

    record QueueView(
            String name,
            Strategy strategy,
            Map<String, Integer> skills,
            List<StepView> steps,
            long offerSeconds,
            long wrapUpSeconds,
            long maxWaitSeconds,
            int maxLength,
            List<Hours> hours,
            String timeZone,
            boolean acceptsUnstaffed,
            long answerWithinSeconds,
            boolean open) {
        static QueueView of(Queue queue) {
            return new QueueView(
                    queue.name(),
                    queue.strategy(),
                    queue.skills().levels(),
                    queue.steps().stream()
                            .map(step -> new StepView(
                                    step.afterSeconds(), step.skills().levels()))
                            .toList(),
                    queue.offerFor().toSeconds(),
                    queue.wrapUp().toSeconds(),
                    queue.maxWait().toSeconds(),
                    queue.maxLength(),
                    queue.hours(),
                    queue.zone().getId(),
                    queue.unstaffed(),
                    queue.answerWithin().toSeconds(),
                    queue.isOpen());
        }
    }
}
