package io.rtcroom.address;

import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/**
 * Addresses from url-service, asked for before a transaction and never inside one. If it does not answer within the
 * budget the request fails cleanly: nobody is admitted without addresses.
 */
@Singleton
public class Streams {
    private static final Duration BUDGET = Duration.ofMillis(800);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
    /** An attempt ends by the client's own read time-out, which gives its connection back; see application.properties. */
    private static final int RETRIES = 3;

    private final UrlService urlService;

    Streams(@RestClient UrlService urlService) {
        this.urlService = urlService;
    }

    /** A new stream for the user, with its push address. */
    public Uni<StreamAddresses> allocate(String userId, String roomId) {
        return bounded(urlService.allocate(new UrlService.AllocateRequest(userId, roomId)));
    }

    /** The addresses of the stream this push address names, if we issued it to this user. */
    public Uni<StreamAddresses> verify(String userId, String pushUrl) {
        return bounded(urlService.verify(new UrlService.VerifyRequest(userId, pushUrl)));
    }

    /** The user's existing stream, signed anew. */
    public Uni<StreamAddresses> renew(String userId, String streamId) {
        return bounded(urlService.renew(new UrlService.RenewRequest(userId, streamId)));
    }

    /** A stream to try a player and a publisher with. */
    public Uni<StreamAddresses> test() {
        return bounded(urlService.test());
    }

    /** The low-latency address of the platform's clock stream. */
    public Uni<String> clockUrl() {
        return bounded(urlService.clock()).map(StreamAddresses::accelerateUrl);
    }

    private static <T> Uni<T> bounded(Uni<T> call) {
        return call.onFailure(Streams::mayPass)
                .retry()
                .withBackOff(FIRST_PAUSE)
                .atMost(RETRIES)
                .ifNoItem()
                .after(BUDGET)
                .fail()
                .onFailure(Streams::mayPass)
                .transform(e -> new ProblemException(ProblemType.UNAVAILABLE, "url-service does not answer"));
    }

    private static boolean mayPass(Throwable failure) {
        return !(failure instanceof ProblemException);
    }
}
