package dev.safe4j.servers;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides by configuration, and by what is there, which way a shared server comes. */
final class Selection {

    static final String PROPERTY = "safe4j.servers";

    private static final Logger LOG = LoggerFactory.getLogger(Selection.class);
    private static final String AUTO = "auto";

    private Selection() {}

    /** A server of that kind by the way that is forced, or by the first that can be had: external, Docker, embedded. */
    static RunningServer open(ServerKind kind, Profile profile) {
        String wanted = Optional.ofNullable(configured(PROPERTY)).orElse(AUTO);
        if (kind == ServerKind.H2) {
            return EmbeddedServers.shared(kind, profile);
        }
        return switch (wanted) {
            case AUTO -> firstOf(kind, profile);
            case "external" -> ExternalServers.open(kind, profile);
            case "docker" -> forcedDocker(kind, profile);
            case "embedded" -> EmbeddedServers.shared(kind, profile);
            default ->
                throw new IllegalStateException(PROPERTY + " is '" + wanted + "', must be one of auto, "
                        + Arrays.stream(Way.values())
                                .map(way -> way.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", ")));
        };
    }

    private static RunningServer firstOf(ServerKind kind, Profile profile) {
        if (ExternalServers.isConfigured(kind)) {
            return ExternalServers.open(kind, profile);
        }
        if (DockerServers.engineAnswers()) {
            try {
                return DockerServers.open(kind, profile);
            } catch (RuntimeException failure) {
                LOG.warn("Docker answers but gave no {}; using the embedded one instead", kind.label(), failure);
            }
        }
        return EmbeddedServers.shared(kind, profile);
    }

    private static RunningServer forcedDocker(ServerKind kind, Profile profile) {
        if (!DockerServers.engineAnswers()) {
            throw new IllegalStateException(PROPERTY + "=docker, but no Docker engine answers, so there is no "
                    + kind.label() + ". Start an engine (or point DOCKER_HOST at one), or set " + PROPERTY
                    + "=embedded or auto.");
        }
        return DockerServers.open(kind, profile);
    }

    /** The system property, else the environment variable of the same name in capitals with underscores. */
    static @Nullable String configured(String name) {
        String variable = name.toUpperCase(Locale.ROOT).replace('.', '_');
        List<String> values = Stream.of(
                        Optional.ofNullable(System.getProperty(name)), Optional.ofNullable(System.getenv(variable)))
                .flatMap(Optional::stream)
                .filter(value -> !value.isBlank())
                .toList();
        return values.isEmpty() ? null : values.get(0);
    }
}
