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

    /**
     * Into the page, if there is one: what people wrote stays.
     *
     * @param pictures draws the tables for it
     */
    void writeMarkdown(Path file, Pictures pictures) {
        String page = Page.of(Files.exists(file) ? read(file) : null, machine, entries);
        write(
                file,
                drawn(
                        page,
                        file,
                        pictures,
                        entries.stream().map(entry -> entry.benchmark().name()).toList()));
    }

    /** Draws the tables of these cases that the page has. */
    static void redraw(Path file, Pictures pictures, List<String> names) {
        String page = read(file);
        write(
                file,
                drawn(
                        page,
                        file,
                        pictures,
                        Page.sections(page).stream().filter(names::contains).toList()));
    }

    /** Draws the tables for themselves. */
    void draw(Pictures pictures) {
        entries.forEach(entry ->
                pictures.draw(entry.benchmark().name(), Tables.of(entry.result().rows())));
    }

    private static String drawn(String before, Path file, Pictures pictures, List<String> names) {
        String page = before;
        for (String name : names) {
            page = Page.changed(page, name, section -> pictures.shown(name, file, section));
        }
        return page;
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
