package io.rtcroom.webhook;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;

/** A DNS that answers as it was told to, and may change its mind from one question to the next. */
@Alternative
@Priority(1)
@Singleton
class ScriptedNames implements Names {
    private static final Map<String, Deque<List<InetAddress>>> ANSWERS = new ConcurrentHashMap<>();

    /** The addresses of the host's next answer; the last one stays. */
    static void next(String host, String... addresses) {
        ANSWERS.computeIfAbsent(host, name -> new ConcurrentLinkedDeque<>())
                .add(Arrays.stream(addresses).map(ScriptedNames::address).toList());
    }

    @Override
    public Uni<List<InetAddress>> resolve(String host) {
        if (host.equals("localhost")) return Uni.createFrom().item(List.of(address("127.0.0.1")));
        Deque<List<InetAddress>> answers = ANSWERS.get(host);
        if (answers == null) return Uni.createFrom().failure(new UnknownHostException(host));
        return Uni.createFrom().item(answers.size() > 1 ? answers.poll() : answers.peek());
    }

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
