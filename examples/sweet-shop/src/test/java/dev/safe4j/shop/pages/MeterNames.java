package dev.safe4j.shop.pages;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Which meters there are: those of the library by its sources, those of others by their classes. */
final class MeterNames {

    /** What looks like a meter on a page. */
    static final Pattern NAME = Pattern.compile("`((?:safe4j|hikaricp|http|jvm|executor|process)\\.[a-z0-9_.]+)`");

    /** Micrometer's binders, which are not on the class path of the shop. */
    private static final Set<String> BINDERS = Set.of("executor.active", "jvm.gc.pause", "process.files.open");

    private static final List<String> OTHERS = List.of(
            "com/zaxxer/hikari/metrics/micrometer/MicrometerMetricsTracker.class",
            "org/springframework/http/server/observation/DefaultServerRequestObservationConvention.class");

    private final String own;
    private final String others;

    MeterNames() {
        this.own = Pages.sources("src/main").stream()
                .filter(file -> file.getParent().endsWith("dev/safe4j/micrometer"))
                .map(Pages::text)
                .collect(Collectors.joining());
        this.others = OTHERS.stream().map(MeterNames::constants).collect(Collectors.joining());
    }

    boolean has(String meter) {
        return meter.startsWith("safe4j.")
                ? own.contains("\"" + meter + "\"")
                : BINDERS.contains(meter) || others.contains(meter);
    }

    private static String constants(String resource) {
        try (InputStream classFile = MeterNames.class.getClassLoader().getResourceAsStream(resource)) {
            return new String(Objects.requireNonNull(classFile, resource).readAllBytes(), ISO_8859_1);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
