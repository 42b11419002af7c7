package io.rtcroom.message;

import io.rtcroom.problem.ProblemException;
import io.rtcroom.problem.ProblemType;
import java.util.List;

/**
 * Those a chat's next message is for.
 *
 * @param family null between two people, as are {@code roomId} and {@code creator}
 */
record Circle(String family, String roomId, String creator, List<Person> people) {
    /** @param name null where we know none */
    record Person(String userId, String name, String avatar) {}

    static Circle of(Chat chat) {
        return new Circle(
                null,
                null,
                null,
                chat.people().stream().map(id -> new Person(id, null, null)).toList());
    }

    boolean has(String userId) {
        return people.stream().anyMatch(person -> person.userId().equals(userId));
    }

    /** @throws ProblemException {@code not-a-member} */
    Person require(String userId) {
        return people.stream()
                .filter(person -> person.userId().equals(userId))
                .findFirst()
                .orElseThrow(
                        () -> new ProblemException(ProblemType.NOT_A_MEMBER, "%s is not a member of the chat", userId));
    }

    List<String> userIds() {
        return people.stream().map(Person::userId).toList();
    }
}
