package io.rtcroom.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator.Feature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The files of this checkout. */
final class Repository {
    static final YAMLMapper YAML = new YAMLMapper(YAMLFactory.builder()
            .disable(Feature.WRITE_DOC_START_MARKER)
            .disable(Feature.SPLIT_LINES)
            .enable(Feature.MINIMIZE_QUOTES)
            .enable(Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .enable(Feature.LITERAL_BLOCK_STYLE)
            .build());

    private static final Path ROOT = Path.of("").toAbsolutePath().getParent().getParent();

    private Repository() {}

    static Path path(String path) {
        return ROOT.resolve(path);
    }

    static String read(String path) {
        return read(path(path));
    }

    static String read(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void write(String path, String content) {
        try {
            Files.writeString(path(path), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether what is generated is to be written anew: -Dupdate. */
    static boolean isUpdate() {
        String update = System.getProperty("update", "false");
        return update.isEmpty() || Boolean.parseBoolean(update);
    }

    static JsonNode yaml(String path) {
        try {
            return YAML.readTree(read(path));
        } catch (IOException e) {
            throw new UncheckedIOException(path, e);
        }
    }

    static List<JsonNode> documents(String yaml) {
        try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(yaml)) {
            return documents.readAll().stream()
                    .filter(document -> !document.isNull() && !document.isEmpty())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(yaml, e);
        }
    }
}
