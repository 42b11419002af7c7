package io.rtcroom.bridge;

import io.rtcroom.im.ImGroups;
import io.rtcroom.message.Chat;
import io.rtcroom.message.Messages;
import io.rtcroom.message.Messages.Draft;
import io.rtcroom.message.Origin;
import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/**
 * Texts that were written at the vendor, by the rules of our own chats. Rooms of one name share a group, so a text is
 * offered to each of them: it belongs to the room in which its sender is a member. The group of a call has no chat.
 */
@Singleton
class Texts {
    private final Messages messages;
    private final ImGroups groups;

    Texts(Messages messages, ImGroups groups) {
        this.messages = messages;
        this.groups = groups;
    }

    /** Takes in what the vendor has shown. */
    Uni<Outcome> store(CallbackRequest message) {
        return each(message, draft -> messages.send(draft)
                .map(sent -> sent.fresh() ? Outcome.STORED : Outcome.REPEATED)
                .onFailure(Texts::isRule)
                .recoverWithItem(Outcome.REFUSED));
    }

    /** Whether the vendor may show it. Who may write where is its own affair: in a live room the audience does. */
    Uni<Outcome> check(CallbackRequest message) {
        return each(message, draft -> messages.check(draft)
                .replaceWith(Outcome.ALLOWED)
                .onFailure(ProblemException.class)
                .recoverWithItem(Outcome.REFUSED));
    }

    private Uni<Outcome> each(CallbackRequest message, Function<Draft, Uni<Outcome>> deed) {
        if (message.text() == null) return Uni.createFrom().item(Outcome.IGNORED);
        return chats(message)
                .onItem()
                .transformToMulti(chats -> Multi.createFrom().iterable(chats))
                .onItem()
                .transformToUniAndConcatenate(chat -> Uni.createFrom().deferred(() -> deed.apply(draft(chat, message))))
                .collect()
                .asList()
                .map(Texts::together);
    }

    private Uni<List<Chat>> chats(CallbackRequest message) {
        if (!isUser(message.from())) return Uni.createFrom().item(List.of());
        if (message.groupId() != null)
            return groups.liveRooms(message.groupId()).map(uids -> uids.stream()
                    .map(UUID::fromString)
                    .map(Chat::ofRoom)
                    .toList());
        boolean toAnother = isUser(message.to()) && !message.to().equals(message.from());
        return Uni.createFrom().item(toAnother ? List.of(Chat.between(message.from(), message.to())) : List.of());
    }

    private static boolean isUser(String account) {
        return account != null && account.matches(Chat.USER_ID);
    }

    private static Draft draft(Chat chat, CallbackRequest message) {
        return new Draft(chat, message.from(), message.text(), message.clientMsgId(), Origin.VENDOR);
    }

    /** One chat that takes it is enough, and one that forbids it too. */
    private static Outcome together(List<Outcome> outcomes) {
        return outcomes.stream()
                .filter(outcome -> outcome == Outcome.STORED || outcome == Outcome.REPEATED)
                .findFirst()
                .orElse(
                        outcomes.contains(Outcome.REFUSED)
                                ? Outcome.REFUSED
                                : outcomes.stream().findFirst().orElse(Outcome.IGNORED));
    }

    /** What will not pass by itself. */
    private static boolean isRule(Throwable failure) {
        return failure instanceof ProblemException problem && problem.type() != ProblemType.UNAVAILABLE;
    }
}
