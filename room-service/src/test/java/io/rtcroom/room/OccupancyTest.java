package io.rtcroom.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.rtcroom.address.StreamAddresses;
import io.rtcroom.event.Event;
import io.rtcroom.event.EventData.MemberJoined;
import io.rtcroom.event.EventData.MemberLeft;
import io.rtcroom.event.EventData.MemberSuspended;
import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OccupancyTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void theFirstToJoinIsTheCreator() {
        var occupancy = anEmptyRoom(2, false);

        var joined = join(occupancy, "ann");

        assertEquals("ann", joined.room().creator());
        assertEquals("https://play/ann.flv", joined.room().mixedPlayUrl());
        assertEquals("ann", join(occupancy, "bob").room().creator());
    }

    @Test
    void aFullRoomRefusesANewMemberAndRefreshesAnOldOne() {
        var occupancy = aRoomWith(2, false, "ann", "bob");

        var refused = assertThrows(ProblemException.class, () -> join(occupancy, "eve"));
        var refreshed = join(occupancy, "bob");

        assertEquals(ProblemType.ROOM_FULL, refused.type());
        assertTrue(refreshed.rejoined());
        assertEquals(2, refreshed.members().size());
    }

    @Test
    void aRejoinKeepsThePlaceAndStartsANewSession() {
        var occupancy = aRoomWith(4, false, "ann", "bob");
        Member before = occupancy.members().getFirst();

        Member after = join(occupancy, "ann").member();

        assertEquals(before.joinedSeq(), after.joinedSeq());
        assertTrue(after.epoch() > before.epoch());
    }

    @Test
    void theExpiredMakeRoomFirst() {
        var occupancy = aRoomWith(2, false, "ann", "bob");

        expire(occupancy, "ann");
        var joined = join(occupancy, "eve");

        assertEquals(
                List.of("bob", "eve"),
                joined.members().stream().map(Member::userId).toList());
    }

    @Test
    void aRoomThatRefusesDuplicatesWantsTheSessionThatIsRenewed() {
        var occupancy = anEmptyRoom(2, false, Duplicates.REFUSE);
        long first = join(occupancy, "ann").member().epoch();

        var refused = assertThrows(ProblemException.class, () -> join(occupancy, "ann"));
        var renewed = occupancy.join(new Profile("ann", "ann", "123"), addresses("ann"), Claim.of(first), false);

        assertEquals(ProblemType.ALREADY_JOINED, refused.type());
        assertTrue(renewed.rejoined());
        assertThrows(
                ProblemException.class,
                () -> occupancy.join(new Profile("ann", "ann", "123"), addresses("ann"), Claim.of(first), false));
    }

    @Test
    void theLastToLeaveEndsTheRoom() {
        var occupancy = aRoomWith(2, false, "ann", "bob");

        occupancy.leave("ann");
        assertFalse(occupancy.hasEnded());
        occupancy.leave("bob");

        assertTrue(occupancy.hasEnded());
        assertEquals(List.of("member.left", "member.left", "room.ended"), types(occupancy));
        assertTrue(((MemberLeft) occupancy.events().get(1).data()).endsRoom());
    }

    @Test
    void theCreatorsLeavingEndsTheRoomByPolicyOnly() {
        var kept = aRoomWith(2, false, "ann", "bob");
        var dissolved = aRoomWith(2, true, "ann", "bob");

        kept.leave("ann");
        dissolved.leave("ann");

        assertFalse(kept.hasEnded());
        assertEquals("ann", kept.room().creator());
        assertTrue(dissolved.hasEnded());
    }

    @Test
    void whenAllHaveExpiredTheRoomEndsOnce() {
        var occupancy = aRoomWith(4, true, "ann", "bob", "eve");

        expire(occupancy, "ann", "bob", "eve");

        assertEquals(List.of("member.left", "room.ended"), types(occupancy));
    }

    @Test
    void onlyTheCreatorDestroys() {
        var occupancy = aRoomWith(2, false, "ann", "bob");

        assertThrows(ProblemException.class, () -> occupancy.destroy("bob"));
        assertThrows(ProblemException.class, () -> anEmptyRoom(2, false).destroy("ann"));
        occupancy.destroy("ann");

        assertTrue(occupancy.hasEnded());
    }

    @Test
    void whoLeavesAndWhoseRoomEndsPublishesNoMore() {
        var left = aRoomWith(4, false, "ann", "bob");
        var dissolved = aRoomWith(4, true, "ann", "bob", "eve");
        var expired = aRoomWith(4, false, "ann", "bob");

        left.leave("bob");
        dissolved.leave("ann");
        expire(expired, "bob");

        assertEquals(List.of("bob"), cut(left));
        assertEquals(List.of("ann", "bob", "eve"), cut(dissolved));
        assertEquals(List.of(), cut(expired), "who expired may come back");
    }

    private static List<String> cut(Occupancy occupancy) {
        return occupancy.cut().stream()
                .map(revocation -> revocation.streamId().replaceAll("8888_|_1a2b3c4d", ""))
                .toList();
    }

    @Test
    void aStrangerCannotLeave() {
        var occupancy = aRoomWith(2, false, "ann");

        var refused = assertThrows(ProblemException.class, () -> occupancy.leave("bob"));

        assertEquals(ProblemType.NOT_A_MEMBER, refused.type());
    }

    @Test
    void eventNumbersHaveNoGap() {
        var occupancy = aRoomWith(4, false, "ann", "bob", "eve");

        expire(occupancy, "bob");
        join(occupancy, "dan");
        join(occupancy, "ann");
        occupancy.leave("eve");

        long first = occupancy.events().getFirst().seq();
        assertEquals(
                LongStream.range(first, first + occupancy.events().size())
                        .boxed()
                        .toList(),
                occupancy.events().stream().map(Event::seq).toList());
        assertEquals(occupancy.events().getLast().seq(), occupancy.room().version());
    }

    @Test
    void anEventTellsHowManyAreInTheRoom() {
        var occupancy = anEmptyRoom(4, false);

        join(occupancy, "ann");
        join(occupancy, "bob");

        assertEquals(2, ((MemberJoined) occupancy.events().get(1).data()).members());
        assertEquals(2, occupancy.room().members());
    }

    @Test
    void silenceIsToldOnceAndSoIsItsEnd() {
        var before = aRoomWith(4, false, "ann", "bob");

        var silent = silent(before, "ann");
        silent.tellOfSilence();
        var stillSilent = silent(silent, "ann");
        stillSilent.tellOfSilence();
        var heard = silent(stillSilent);
        heard.tellOfSilence();

        assertEquals(List.of("member.suspended"), types(silent));
        assertEquals(List.of(), types(stillSilent));
        assertEquals(List.of("member.resumed"), types(heard));
    }

    @Test
    void aSuspendedMemberWhoJoinsAgainIsHeardFirst() {
        var silent = silent(aRoomWith(4, false, "ann", "bob"), "ann");
        silent.tellOfSilence();

        var again = silent(silent, "ann");
        join(again, "ann");

        assertEquals(List.of("member.resumed", "member.updated"), types(again));
        assertFalse(again.find("ann").suspended());
    }

    @Test
    void anEvictedSessionComesBackAsItselfIfThereIsASeat() {
        var occupancy = aRoomWith(2, false, "ann", "bob");
        Member ann = occupancy.find("ann");

        expire(occupancy, "ann");
        boolean back = occupancy.revive(ann);

        assertTrue(back);
        assertEquals(ann.epoch(), occupancy.find("ann").epoch());
        assertTrue(((MemberJoined) occupancy.events().getLast().data()).revived());
        assertEquals(Set.of(), occupancy.expired());
    }

    @Test
    void anEvictedSessionDoesNotComeBackIntoAFullRoomOrOverANewerOne() {
        var full = aRoomWith(2, false, "ann", "bob");
        var taken = aRoomWith(2, false, "ann", "bob");
        Member ann = full.find("ann");
        expire(full, "ann");
        expire(taken, "ann");

        join(full, "eve");
        join(taken, "ann");

        assertFalse(full.revive(ann));
        assertFalse(taken.revive(ann));
    }

    @Test
    void whereDuplicatesAreAllowedEachDeviceTakesASeat() {
        var occupancy = anEmptyRoom(3, false, Duplicates.ALLOW);

        Member phone = join(occupancy, "ann", "phone", null).member();
        join(occupancy, "ann", "laptop", null);
        join(occupancy, "bob", "bob", null);

        assertThrows(ProblemException.class, () -> join(occupancy, "ann", "tablet", null));
        assertTrue(join(occupancy, "ann", "new", phone.epoch()).rejoined());
        assertTrue(join(occupancy, "ann", "laptop", null).rejoined(), "whose stream it is");
        assertEquals(
                List.of("new", "laptop", "bob"),
                occupancy.members().stream().map(OccupancyTest::device).toList());
        assertEquals(3, occupancy.room().members());
    }

    @Test
    void aDeviceLeavesAloneAndAUserWithAllOfTheirs() {
        var occupancy = anEmptyRoom(4, true, Duplicates.ALLOW);
        Member phone = join(occupancy, "ann", "phone", null).member();
        join(occupancy, "ann", "laptop", null);
        join(occupancy, "bob", "bob", null);

        occupancy.leave("ann", Claim.of(phone.epoch()));

        var left = (MemberLeft) occupancy.events().getLast().data();
        assertEquals(phone.joinedSeq(), left.device());
        assertEquals("8888_laptop_1a2b3c4d", left.elsewhere());
        assertFalse(occupancy.hasEnded(), "the creator is still here");
        assertThrows(ProblemException.class, () -> occupancy.leave("ann", Claim.of(phone.epoch())));

        occupancy.leave("ann");

        assertTrue(occupancy.hasEnded());
        assertEquals(List.of("phone", "laptop", "bob"), cut(occupancy));
    }

    @Test
    void anOldClientIsOneDevice() {
        var occupancy = anEmptyRoom(4, false, Duplicates.ALLOW);
        join(occupancy, "ann", "phone", null);
        assertThrows(ProblemException.class, () -> occupancy.leave("ann", Claim.UNNAMED));

        occupancy.join(new Profile("ann", "ann", "123"), addresses("old"), Claim.UNNAMED, false);
        var again = occupancy.join(new Profile("ann", "ann", "123"), addresses("older"), Claim.UNNAMED, false);
        assertTrue(again.rejoined());
        occupancy.leave("ann", Claim.UNNAMED);

        assertEquals(
                List.of("phone"),
                occupancy.members().stream().map(OccupancyTest::device).toList());
    }

    @Test
    void anEvictedDeviceComesBackBesideTheOthersUnlessItsStreamIsThere() {
        var occupancy = anEmptyRoom(4, false, Duplicates.ALLOW);
        Member phone = join(occupancy, "ann", "phone", null).member();
        Member laptop = join(occupancy, "ann", "laptop", null).member();

        occupancy.expire(List.of(phone, laptop));
        assertTrue(occupancy.hasEnded());

        var going = anEmptyRoom(4, false, Duplicates.ALLOW);
        join(going, "bob", "bob", null);
        Member tablet = join(going, "ann", "tablet", null).member();
        Member watch = join(going, "ann", "watch", null).member();
        going.expire(List.of(tablet, watch));
        assertTrue(going.revive(tablet));
        assertFalse(going.revive(tablet));
        join(going, "ann", "watch", null);
        assertFalse(going.revive(watch));
        assertEquals(3, going.members().size());
        assertEquals(Set.of(), going.expired());
    }

    @Test
    void oneSilentDeviceIsToldOfByItsNumber() {
        var before = anEmptyRoom(4, false, Duplicates.ALLOW);
        Member phone = join(before, "ann", "phone", null).member();
        Member laptop = join(before, "ann", "laptop", null).member();

        var occupancy = new Occupancy(before.room(), before.members(), Set.of(laptop.joinedSeq()), false, NOW);
        occupancy.tellOfSilence();

        assertEquals(
                List.of(laptop.joinedSeq()),
                occupancy.events().stream()
                        .map(event -> ((MemberSuspended) event.data()).device())
                        .toList());
        assertFalse(occupancy.find("ann", phone.epoch()).suspended());
    }

    private static Joined join(Occupancy occupancy, String user, String device, Long session) {
        return occupancy.join(new Profile(user, user, "123"), addresses(device), Claim.of(session), false);
    }

    private static String device(Member member) {
        return member.streamId().replaceAll("8888_|_1a2b3c4d", "");
    }

    private static Joined join(Occupancy occupancy, String user) {
        return occupancy.join(new Profile(user, user, "123"), addresses(user), Claim.of(null), false);
    }

    private static Occupancy anEmptyRoom(int maxMembers, boolean endsWithCreator) {
        return anEmptyRoom(maxMembers, endsWithCreator, Duplicates.REPLACE);
    }

    private static Occupancy anEmptyRoom(int maxMembers, boolean endsWithCreator, Duplicates duplicates) {
        var name = new RoomName(Family.MULTI, "r1");
        var room = new Room(
                UUID.randomUUID(),
                name,
                "",
                null,
                null,
                maxMembers,
                0,
                1,
                NOW,
                null,
                Set.of(),
                duplicates,
                RecordingPolicy.OFF);
        return new Occupancy(room, List.of(), Set.of(), endsWithCreator, NOW);
    }

    /** As the next transaction would load it. */
    private static Occupancy aRoomWith(int maxMembers, boolean endsWithCreator, String... users) {
        var occupancy = anEmptyRoom(maxMembers, endsWithCreator);
        for (String user : users) join(occupancy, user);
        return new Occupancy(occupancy.room(), occupancy.members(), Set.of(), endsWithCreator, NOW);
    }

    /** As the next transaction would load it, with these members silent for half a lease. */
    private static Occupancy silent(Occupancy before, String... users) {
        return new Occupancy(before.room(), before.members(), seats(before, users), false, NOW);
    }

    private static void expire(Occupancy occupancy, String... users) {
        occupancy.expire(Stream.of(users).map(occupancy::find).toList());
    }

    private static Set<Long> seats(Occupancy occupancy, String... users) {
        return Stream.of(users).map(user -> occupancy.find(user).joinedSeq()).collect(Collectors.toSet());
    }

    private static StreamAddresses addresses(String user) {
        return new StreamAddresses(
                "8888_" + user + "_1a2b3c4d",
                NOW,
                NOW,
                "rtmp://push/live/" + user,
                "rtmp://play/live/" + user,
                "https://play/" + user + ".flv",
                null,
                null,
                null,
                null);
    }

    private static List<String> types(Occupancy occupancy) {
        return occupancy.events().stream().map(Event::type).toList();
    }
}
