package io.rtcroom.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** deploy/helm/rtcroom, rendered without a cluster: lookups find nothing and no custom resource is known. */
final class Chart {
    static final String PATH = "deploy/helm/rtcroom";
    static final String RELEASE = "rtcroom";

    /** Stands for the annotation of hooks, which this library would leave out of what it renders. */
    static final String HOOK = "checked.helm.sh/hook";

    private static final Path FOLDER = Repository.path(PATH);
    private static final Path RENDERED = withHooksAsObjects();

    private Chart() {}

    /** The matrix: each stands for a way to install. */
    static Stream<String> ways() {
        return Stream.of("external", "production", "operators", "mixed", "media", "trial");
    }

    static JsonNode file(String path) {
        return Repository.yaml(PATH + "/" + path);
    }

    static Path valuesOf(String way) {
        return way.equals("trial")
                ? FOLDER.resolve("values-trial.yaml")
                : Path.of("src/test/resources/values", way + ".yaml").toAbsolutePath();
    }

    static Manifests render(String way) {
        return render(command(valuesOf(way)));
    }

    /** A way with something changed, as {@code --set} would. */
    static Manifests render(String way, String key, Object value) {
        return render(command(valuesOf(way)).set(key, value));
    }

    /** A way with a part of its values replaced. */
    static Manifests render(String way, String yaml) {
        return render(command(valuesOf(way)).withValuesFile(temporary(yaml)));
    }

    static Manifests render(Path values) {
        return render(command(values));
    }

    /** With these values as the chart's own: the linter takes no others. */
    static LintResult lint(String way) {
        try {
            Path copy = copy();
            JsonNode values = Repository.yaml(PATH + "/values.yaml");
            Repository.YAML.readerForUpdating(values).readValue(valuesOf(way).toFile());
            Repository.YAML.writeValue(copy.resolve("values.yaml").toFile(), values);
            return new Helm(copy).lint().strict().call();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path copy() throws IOException {
        Path copy = Files.createTempDirectory("chart-").resolve(RELEASE);
        try (Stream<Path> files = Files.walk(FOLDER)) {
            for (Path file : files.toList()) Files.copy(file, copy.resolve(FOLDER.relativize(file)));
        }
        return copy;
    }

    private static Path withHooksAsObjects() {
        try {
            Path copy = copy();
            try (Stream<Path> files = Files.walk(copy.resolve("templates"))) {
                for (Path file : files.filter(Files::isRegularFile).toList())
                    Files.writeString(file, Files.readString(file).replace("helm.sh/hook", HOOK));
            }
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static TemplateCommand command(Path values) {
        return new Helm(RENDERED)
                .template()
                .withName(RELEASE)
                .withNamespace("calls")
                .withKubeVersion("1.33.0")
                .withValuesFile(values);
    }

    private static Manifests render(TemplateCommand command) {
        String yaml = command.call();
        return new Manifests(yaml, Repository.documents(yaml));
    }

    private static Path temporary(String yaml) {
        try {
            return Files.writeString(Files.createTempFile("values-", ".yaml"), yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
