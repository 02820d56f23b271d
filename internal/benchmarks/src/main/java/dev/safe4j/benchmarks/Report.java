package dev.safe4j.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What was measured so far, and on which machine; written as JSON and as a page. */
final class Report {

    /** A case that has been run. */
    record Entry(BenchmarkCase benchmark, BenchmarkCase.Result result) {}

    private final Map<String, Object> machine = machine();
    private final List<Entry> entries = new ArrayList<>();

    private static Map<String, Object> machine() {
        Map<String, Object> machine = new LinkedHashMap<>();
        machine.put("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        machine.put("jdk", System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"));
        machine.put("os", String.join(" ", property("os.name"), property("os.version"), property("os.arch")));
        machine.put("cores", Runtime.getRuntime().availableProcessors());
        return machine;
    }

    private static String property(String name) {
        return String.valueOf(System.getProperty(name));
    }

    void add(BenchmarkCase benchmark, BenchmarkCase.Result result) {
        entries.add(new Entry(benchmark, result));
    }

    void writeJson(Path file) {
        Map<String, Object> settings = new LinkedHashMap<>();
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Entry entry : entries) {
            settings.put(entry.benchmark().name(), entry.result().settings());
            entry.result().rows().forEach(row -> rows.add(row.json()));
        }
        Map<String, Object> header = new LinkedHashMap<>(machine);
        header.put("cases", settings);
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("header", header);
        all.put("rows", rows);
        JsonMapper mapper =
                JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
        write(file, mapper.writeValueAsString(all) + "\n");
    }

    /** Into the page, if there is one: what people wrote stays. */
    void writeMarkdown(Path file) {
        write(file, Page.of(Files.exists(file) ? read(file) : null, machine, entries));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            throw new UncheckedIOException("could not read " + file, failure);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, text);
        } catch (IOException failure) {
            throw new UncheckedIOException("could not write " + file, failure);
        }
    }
}
