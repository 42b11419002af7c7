package io.rtcroom.stack.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpClient;

/**
 * A bank opens accounts by video: two agents and five callers in one queue, some with old clients and some with new ones.
 * Lin declines, Carl is lost on the way and returns, and Mei goes off duty while others wait.
 */
public final class BankDemo {
    /** Where callers wait who name no group; it is in every deployment. */
    static final String QUEUE = "default";

    private final Timeline timeline;
    private final Heartbeats heartbeats;
    private final OldAgent mei;
    private final NewAgent lin;
    private final OldCaller anna;
    private final NewCaller ben;
    private final NewCaller carl;
    private final NewCaller dora;
    private final OldCaller emil;

    private BankDemo(People people, Timeline timeline, Heartbeats heartbeats) throws IOException, InterruptedException {
        this.timeline = timeline;
        this.heartbeats = heartbeats;
        mei = new OldAgent(people.old("Mei"));
        lin = new NewAgent(people.fresh("Lin"));
        anna = new OldCaller(people.old("Anna"));
        ben = new NewCaller(people.fresh("Ben"));
        carl = new NewCaller(people.fresh("Carl"));
        dora = new NewCaller(people.fresh("Dora"));
        emil = new OldCaller(people.old("Emil"));
        heartbeats.of("Mei", mei::beat);
        heartbeats.of("Lin", lin::beat);
        heartbeats.of("Anna", anna::beat);
        heartbeats.of("Ben", ben::beat);
        heartbeats.of("Carl", carl::beat);
        heartbeats.of("Dora", dora::beat);
        heartbeats.of("Emil", emil::beat);
    }

    private record People(HttpClient http, String origin, Timeline timeline) {
        OldClient old(String name) throws IOException, InterruptedException {
            var person = new OldClient(http, origin, name, timeline);
            person.logIn();
            return person;
        }

        NewClient fresh(String name) throws IOException, InterruptedException {
            var person = new NewClient(http, origin, name, timeline);
            person.logIn();
            return person;
        }
    }

    /** Returns whether everything went as it must. */
    public static boolean play(String origin, PrintStream out) throws InterruptedException {
        return Stage.perform(origin, new Timeline(out), "Everybody was served, in their order.", (http, timeline) -> {
            try (var heartbeats = new Heartbeats()) {
                new BankDemo(new People(http, origin, timeline), timeline, heartbeats).play();
            }
        });
    }

    private void play() throws IOException, InterruptedException {
        linDeclinesAndMeiServesAnna();
        linServesBen();
        threeMoreWait();
        carlIsLostAndDoraIsServed();
        carlReturnsToHisPlace();
        meiGoesOffDuty();
        linServesTheRest();
    }

    private void linDeclinesAndMeiServesAnna() throws IOException, InterruptedException {
        timeline.chapter("Lin and Mei come to work; Anna calls. Lin, idle for longer, declines, so Mei gets her.");
        lin.open();
        mei.open();
        anna.call();
        lin.decline(anna);
        anna.isGivenTo(mei.userId());
        anna.enter();
        anna.sees(mei.userId());
        mei.isJoinedBy(anna);
    }

    private void linServesBen() throws IOException, InterruptedException {
        timeline.chapter("Lin is ready after all, and Ben calls.");
        lin.isReady();
        ben.call();
        lin.accept(ben);
        ben.sees(lin.userId());
    }

    private void threeMoreWait() throws IOException, InterruptedException {
        timeline.chapter("Both are busy: Carl, Dora and Emil wait.");
        carl.call();
        carl.waitsAt(1, false);
        dora.call();
        dora.waitsAt(2, false);
        emil.call();
        emil.waitsAt(3);
    }

    private void carlIsLostAndDoraIsServed() throws IOException, InterruptedException {
        timeline.chapter("Carl's train enters a tunnel. He keeps his place, but when Mei is free she gets Dora.");
        heartbeats.stop("Carl");
        carl.waitsAt(1, true);
        anna.leave();
        String roomUid = dora.isGivenTo(mei.userId());
        mei.accept(dora);
        dora.meets(mei.userId(), roomUid);
        mei.sees(dora);
    }

    private void carlReturnsToHisPlace() throws IOException, InterruptedException {
        timeline.chapter("Carl is heard again, and still the first.");
        carl.returns();
        heartbeats.of("Carl", carl::beat);
        carl.waitsAt(1, false);
        emil.waitsAt(2);
    }

    private void meiGoesOffDuty() throws IOException, InterruptedException {
        timeline.chapter("Mei goes off duty: after Dora she gets nobody, though two wait.");
        mei.close();
        dora.hangUp();
        mei.isGone();
        heartbeats.stop("Mei");
        carl.waitsAt(1, false);
        emil.waitsAt(2);
    }

    private void linServesTheRest() throws IOException, InterruptedException {
        timeline.chapter("Lin serves the rest: Carl before Emil, who needs her room to see her.");
        ben.hangUp();
        lin.accept(carl);
        carl.sees(lin.userId());
        carl.hangUp();
        emil.isGivenTo(lin.userId());
        lin.accept(emil);
        lin.enterOwnRoom();
        emil.enter();
        emil.sees(lin.userId());
        lin.sees(emil);
        emil.leave();
        lin.close();
        timeline.chapter("How Carl's call came to be what it was:");
        for (JsonNode line : carl.timeline()) timeline.transition(line);
    }
}
