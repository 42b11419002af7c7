package io.rtcroom.nativeimage;

import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.channels.Channel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.Timer;
import java.util.concurrent.Executor;
import java.util.stream.Stream;

/**
 * What static initialisers leave behind. A native image is built with our classes initialised, so it would hold these
 * objects: the compiler refuses what is alive, and a seed of the build machine would be everybody's.
 */
final class ImageHeap {
    private static final List<Class<?>> FORBIDDEN = List.of(
            Random.class,
            Thread.class,
            ThreadGroup.class,
            Timer.class,
            Executor.class,
            Process.class,
            InetAddress.class,
            Socket.class,
            Channel.class,
            java.net.http.HttpClient.class,
            java.io.FileDescriptor.class);

    private record Held(Object object, String by) {}

    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Deque<Held> open = new ArrayDeque<>();
    private final List<String> offences = new ArrayList<>();

    /** Initialises the class and looks through everything its static fields lead to. */
    void add(Class<?> type) throws ReflectiveOperationException {
        Class.forName(type.getName(), true, type.getClassLoader());
        for (Field field : type.getDeclaredFields())
            if (Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive())
                push(read(field, null), type.getName() + "." + field.getName());
        while (!open.isEmpty()) look(open.pop());
    }

    List<String> offences() {
        return offences;
    }

    private void look(Held held) {
        Object object = held.object;
        if (FORBIDDEN.stream().anyMatch(type -> type.isInstance(object))) {
            offences.add(held.by + " holds a " + object.getClass().getName());
            return;
        }
        switch (object) {
            case Object[] array -> Stream.of(array).forEach(element -> push(element, held.by));
            case Map<?, ?> map ->
                map.forEach((key, value) -> {
                    push(key, held.by);
                    push(value, held.by);
                });
            case Collection<?> elements -> elements.forEach(element -> push(element, held.by));
            default -> fields(held);
        }
    }

    private void fields(Held held) {
        for (Class<?> type = held.object.getClass(); type != null; type = type.getSuperclass())
            for (Field field : type.getDeclaredFields())
                if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive())
                    push(read(field, held.object), held.by);
    }

    private void push(Object object, String by) {
        if (object != null && !(object instanceof Class) && seen.add(object)) open.push(new Held(object, by));
    }

    /** Null where the JDK does not let anybody look. */
    private static Object read(Field field, Object owner) {
        try {
            field.setAccessible(true);
            return field.get(owner);
        } catch (InaccessibleObjectException | IllegalAccessException e) {
            return null;
        }
    }
}
