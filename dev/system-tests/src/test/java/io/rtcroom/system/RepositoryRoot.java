package io.rtcroom.system;

import java.nio.file.Files;
import java.nio.file.Path;

/** The checkout that the tests run in. */
final class RepositoryRoot {
    private static final Path ROOT = find();

    private RepositoryRoot() {}

    static Path resolve(String path) {
        return ROOT.resolve(path);
    }

    private static Path find() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent())
            if (Files.isExecutable(folder.resolve("rtcroom"))) return folder;
        throw new IllegalStateException("the launcher script is in no folder above this one");
    }
}
