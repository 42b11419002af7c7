package io.rtcroom.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** One stack for all test classes of a run: starting six services takes longer than most of them. */
final class SharedStack implements BeforeAllCallback {
    private static Running running;

    private record Running(Im im, Stack stack) implements AutoCloseable {
        static Running start() {
            Im im = Im.start();
            return new Running(
                    im, Stack.start(data(), Deployment.environment(im.origin(), Deployment.REPEAT_AFTER), im));
        }

        @Override
        public void close() {
            stack.close();
            im.close();
        }
    }

    static Stack stack() {
        return running.stack;
    }

    /** The root's store closes what it holds when the last test is done. */
    @Override
    public void beforeAll(ExtensionContext context) {
        running = context.getRoot()
                .getStore(ExtensionContext.Namespace.GLOBAL)
                .computeIfAbsent(Running.class, first -> Running.start(), Running.class);
    }

    /** Below target, where the logs of a failed run can be read. */
    private static Path data() {
        try {
            return Files.createTempDirectory(RepositoryRoot.resolve("dev/system-tests/target"), "stack-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
