package io.rtcroom.message;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.rtcroom.credential.BearerAuthentication;
import io.rtcroom.message.Circle.Person;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;

/** room-service's internal API: who is in a room this moment. */
@RegisterRestClient(configKey = "room-service")
@Path("/internal/rooms")
interface RoomService {
    @GET
    @Path("/{uid}")
    Uni<RoomView> get(@RestHeader(BearerAuthentication.INTERNAL_KEY_HEADER) String internalKey, @RestPath UUID uid);

    @RegisterForReflection
    record RoomView(String family, String roomId, String creator, List<MemberView> members) {
        Circle circle() {
            return new Circle(
                    family,
                    roomId,
                    creator,
                    members.stream()
                            .map(each -> new Person(each.userId, each.userName, each.userAvatar))
                            .toList());
        }
    }

    @RegisterForReflection
    record MemberView(String userId, String userName, String userAvatar) {}
}
