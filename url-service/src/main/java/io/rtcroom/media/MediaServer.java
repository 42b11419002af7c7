package io.rtcroom.media;

import io.smallrye.mutiny.Uni;
import java.util.List;

/** What we ask of a media server of some kind. */
sealed interface MediaServer permits MediaMtx, NginxRtmp, Srs {
    /** Ends a client's connection; answers whether it was there. */
    Uni<Boolean> cut(Client client);

    /** Who publishes; nobody where the server tells us by itself again and again. */
    Uni<List<Client>> publishers();
}
