package io.rtcroom.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** One stack for all test classes of a run: starting six services takes longer than most of them. */
final class SharedStack implements BeforeAllCallback {
    private static Running running;

    private record Running(Im im, Platform platform, Stack stack) implements AutoCloseable {
        static Running start() {
            Im im = Im.start();
            Platform platform = Platform.start();
            var environment = new HashMap<>(Deployment.environment(im.origin(), Deployment.REPEAT_AFTER));
            environment.putAll(platform.environment());
            return new Running(im, platform, Stack.start(data(), environment, im));
        }

        @Override
        public void close() {
            stack.close();
            platform.close();
            im.close();
        }
    }

    static Stack stack() {
        return running.stack;
    }

    /** What mixes for this stack. */
    static Platform platform() {
        return running.platform;
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
