package io.rtcroom.webhook;

import io.smallrye.mutiny.Uni;
import java.net.InetAddress;
import java.util.List;

/** The DNS. */
interface Names {
    /** Fails if the name has no address. */
    Uni<List<InetAddress>> resolve(String host);
}
