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
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Texts that were written at the vendor, by the rules of our own chats. Rooms of one name share a group, so a text is
 * offered to each of them: it belongs to the room in which its sender is a member. The group of a call has no chat.
 */
@Singleton
class TextBridge {
    private static final Logger LOG = Logger.getLogger(TextBridge.class);

    private final Messages messages;
    private final ImGroups groups;

    TextBridge(Messages messages, ImGroups groups) {
        this.messages = messages;
        this.groups = groups;
    }

    /** Takes in what the vendor has shown: room after room, because their transactions meet at the sender's rate. */
    Uni<Outcome> store(CallbackRequest message) {
        String text = message.text();
        if (text == null) return Uni.createFrom().item(Outcome.IGNORED);
        return chats(message)
                .onItem()
                .transformToMulti(chats -> Multi.createFrom().iterable(chats))
                .onItem()
                .transformToUniAndConcatenate(chat -> store(draft(chat, message, text)))
                .collect()
                .asList()
                .map(TextBridge::together);
    }

    private Uni<Outcome> store(Draft draft) {
        return messages.send(draft)
                .map(sent -> sent.fresh() ? Outcome.STORED : Outcome.REPEATED)
                .onFailure()
                .recoverWithItem(e -> failed(draft, e));
    }

    private static Outcome failed(Draft draft, Throwable failure) {
        if (failure instanceof ProblemException problem && problem.type() != ProblemType.UNAVAILABLE)
            return problem.type() == ProblemType.TOO_MANY_REQUESTS ? Outcome.LIMITED : Outcome.REFUSED;
        LOG.warnf("a text of the vendor's is lost: chat=%s %s", draft.chat().subject(), failure.toString());
        return Outcome.FAILED;
    }

    /**
     * Whether the vendor may show it, whatever it is that it shows. Who may write where is its own affair: in a live room
     * the audience does. All rooms are asked at once, because the vendor does not wait for long.
     */
    Uni<Outcome> check(CallbackRequest message) {
        return chats(message).chain(chats -> {
            if (chats.isEmpty()) return Uni.createFrom().item(Outcome.IGNORED);
            List<Uni<Outcome>> verdicts = chats.stream()
                    .map(chat -> check(draft(chat, message, message.words())))
                    .toList();
            return Uni.join().all(verdicts).andFailFast().map(TextBridge::together);
        });
    }

    /** A hook that must answer and does not is a rule, too. */
    private Uni<Outcome> check(Draft draft) {
        return messages.check(draft)
                .replaceWith(Outcome.ALLOWED)
                .onFailure(ProblemException.class)
                .recoverWithItem(Outcome.REFUSED);
    }

    private Uni<List<Chat>> chats(CallbackRequest message) {
        String group = message.groupId();
        if (!isUser(message.from())) return Uni.createFrom().item(List.of());
        if (group == null) return Uni.createFrom().item(between(message.from(), message.to()));
        // PostgreSQL knows no U+0000, and no room's name has one.
        if (group.indexOf('\0') >= 0) return Uni.createFrom().item(List.of());
        return groups.liveRooms(group).map(uids -> uids.stream()
                .filter(uid -> !uid.equals(group))
                .map(UUID::fromString)
                .map(Chat::ofRoom)
                .toList());
    }

    private static List<Chat> between(String from, String to) {
        return isUser(to) && !to.equals(from) ? List.of(Chat.between(from, to)) : List.of();
    }

    private static boolean isUser(String account) {
        return account != null && account.matches(Chat.USER_ID);
    }

    private static Draft draft(Chat chat, CallbackRequest message, String text) {
        return new Draft(chat, message.from(), text, message.clientMsgId(), Origin.VENDOR);
    }

    private static Outcome together(List<Outcome> outcomes) {
        return outcomes.stream().min(Comparator.naturalOrder()).orElse(Outcome.IGNORED);
    }
}
