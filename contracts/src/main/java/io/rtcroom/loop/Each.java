package io.rtcroom.loop;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** Work on each of many things. One's failure is its own: it is logged, and the others are done all the same. */
public final class Each {
    private static final Logger LOG = Logger.getLogger(Each.class);

    private Each() {}

    /**
     * @param atOnce how many are under way at a time; one: in their order
     * @param failure what the log says of one that failed, such as "room not swept roomUid"
     */
    public static <T> Uni<Void> of(Iterable<T> things, int atOnce, String failure, Function<T, Uni<?>> work) {
        return Multi.createFrom()
                .iterable(things)
                .onItem()
                .transformToUni(thing -> work.apply(thing)
                        .onFailure()
                        .invoke(e -> LOG.warnf("%s=%s: %s", failure, thing, e.toString()))
                        .onFailure()
                        .recoverWithNull())
                .merge(atOnce)
                .collect()
                .last()
                .replaceWithVoid();
    }
}
