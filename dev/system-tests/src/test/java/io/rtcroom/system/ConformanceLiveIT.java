package io.rtcroom.system;

import static io.rtcroom.system.OldClient.LIVE;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Live rooms: appendix D items 9, 20 and 21, and who watches (protocol.md §3.4). */
@ExtendWith(SharedStack.class)
class ConformanceLiveIT {
    private static final Duration SECONDS = Duration.ofSeconds(10);

    private final Stack stack = SharedStack.stack();
    private final String room = Names.room();
    private final OldClient anchor = OldClient.entered(stack, LIVE, room);

    @Test
    void d09_aLiveRoomEndsWhenItsCreatorLeaves() {
        OldClient guest = OldClient.entered(stack, LIVE, room);
        assertThat(guest.getPushers(room).texts("pushers", "userID"), contains(anchor.userId, guest.userId));

        anchor.deletePusher(room).hasCode(0);

        guest.getPushers(room).hasCode(3);
        guest.deletePusher(room).hasCode(5);
        guest.addAudience(room).hasCode(3);
        await().atMost(SECONDS).until(() -> stack.im().done(room, Im.DESTROY), hasSize(1));
    }

    @Test
    void d20_countingAtOnceLosesNothing() {
        List<OldClient> fans = Parallel.run(10, i -> OldClient.login(stack, LIVE));

        Parallel.run(
                100, i -> fans.get(i % 10).setCustomField(room, "praise", "inc").hasCode(0));
        Parallel.run(
                30, i -> fans.get(i % 10).setCustomField(room, "praise", "dec").hasCode(0));

        Answer info = anchor.call("get_custom_info", anchor.body().put("roomID", room))
                .hasCode(0);
        assertThat(info.text("custom"), is("{\"praise\":70}"));
        assertThat(info.text("customInfo"), is("{\"praise\":70}"));
        Answer set =
                anchor.form("set_custom_field", "roomID=" + room + "&fieldName=title&operation=set&value=a%20show");
        assertThat(set.hasCode(0).text("custom"), is("{\"title\":\"a show\",\"praise\":70}"));
    }

    @Test
    void d21_theCreatorsOrderReachesThePlatformFromAnObjectAndFromText() {
        ObjectNode order = order();

        for (Answer answer :
                List.of(merge(anchor, order), merge(anchor, anchor.body().textNode(order.toString())))) {
            assertThat(answer.hasCode(0).json().at("/result/code").asInt(-1), is(0));
            assertThat(answer.json().at("/result/timestamp").asLong(), is(1509679482L));
        }
        assertThat(SharedStack.platform().orders(), hasItem(order.toString()));
        merge(OldClient.entered(stack, LIVE, room), order).hasCode(3);
    }

    @Test
    void d21_aPlatformThatIsAwayIsAResultAndNoFailure() {
        Platform platform = SharedStack.platform();
        platform.away(true);
        try {
            Answer answer = merge(anchor, order()).hasCode(0);

            assertThat(answer.body(), answer.json().at("/result/code").isIntegralNumber(), is(true));
            assertThat(answer.json().at("/result/code").asInt(), is(not(0)));
        } finally {
            platform.away(false);
        }
    }

    @Test
    void whoWatchesIsCountedOnceAndTheAnchorIsTold() {
        try (EventStream events = new V1Client(stack.origin(), anchor.token).events(null)) {
            List<OldClient> viewers = Parallel.run(40, i -> OldClient.login(stack, LIVE));
            Parallel.run(120, i -> viewers.get(i % 40).addAudience(room).hasCode(0));

            JsonNode audience = viewers.getFirst().getAudiences(room).hasCode(0).json();
            assertThat(audience.path("audienceCount").asInt(), is(40));
            assertThat(audience.path("audiences").findValuesAsText("userID"), hasSize(30));
            await().atMost(SECONDS).until(() -> told(events), hasItem(40));

            Parallel.run(60, i -> viewers.get(i % 15).deleteAudience(room).hasCode(0));

            assertThat(anchor.getAudiences(room).json().path("audienceCount").asInt(), is(25));
            await().atMost(SECONDS).until(() -> told(events), hasItem(25));
        }
    }

    private static List<Integer> told(EventStream events) {
        return events.frames().stream()
                .filter(frame -> frame.type().equals("audience.changed"))
                .map(frame -> frame.event().at("/data/viewers").asInt())
                .toList();
    }

    private Answer merge(OldClient client, JsonNode order) {
        ObjectNode body = client.body().put("roomID", room);
        body.set("mergeParams", order);
        return client.call("merge_stream", body);
    }

    /** As {@code liveroom.js} builds it when nobody else is left. */
    private ObjectNode order() {
        String url =
                anchor.getPushers(room).json().at("/pushers/0/accelerateURL").asText();
        String stream = StreamAddress.parse(url).streamId();
        ObjectNode order =
                anchor.body().removeAll().put("timestamp", 1509679482).put("eventId", 1509679482);
        ObjectNode mix = order.putObject("interface")
                .put("interfaceName", "Mix_StreamV2")
                .putObject("para")
                .put("interface", "mix_streamv2.start_mix_stream_advanced")
                .put("mix_stream_session_id", stream)
                .put("output_stream_id", stream);
        mix.putArray("input_stream_list")
                .addObject()
                .put("input_stream_id", stream)
                .putObject("layout_params")
                .put("image_layer", 1);
        return order;
    }
}
