package dev.safe4j.test.known;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.servers.ServerKind;
import dev.safe4j.test.interleavings.Exploration;
import dev.safe4j.test.interleavings.Isolation;
import dev.safe4j.test.interleavings.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What each case comes to: a row a case, a column a database and level. The file is the expectation; with the system property
 * {@code safe4j.golden=write} what was found is written instead of compared.
 */
final class Matrix {

    static final List<Isolation> LEVELS =
            List.of(Isolation.READ_COMMITTED, Isolation.REPEATABLE_READ, Isolation.SERIALIZABLE);

    private static final List<ServerKind> KINDS = List.of(ServerKind.POSTGRESQL, ServerKind.MARIADB, ServerKind.H2);
    private static final Path FILES = Path.of("src/test/resources/known-races");
    private static final Pattern FAILURE =
            Pattern.compile(": ([A-Za-z]+)(?: \\(([0-9A-Z]+)(?:/([0-9]+))?\\))?(?:,|;|$)");

    private Matrix() {}

    static List<KnownRace> races() {
        return Stream.concat(KnownRaces.all().stream(), FixedRaces.all().stream())
                .toList();
    }

    /** "V" if an order broke the invariant; else what callers failed with; else "ok". */
    static String cell(Exploration exploration) {
        if (exploration.verdict() == Verdict.VIOLATED) {
            return "V";
        }
        if (exploration.verdict() != Verdict.HELD || !exploration.scope().isExhausted()) {
            throw new AssertionError("neither violated nor exhausted: " + exploration);
        }
        TreeSet<String> failures = new TreeSet<>();
        for (String outcome : exploration.outcomes().keySet()) {
            Matcher matcher = FAILURE.matcher(outcome);
            while (matcher.find()) {
                failures.add(code(matcher));
            }
        }
        failures.remove("ok");
        return failures.isEmpty() ? "ok" : String.join(", ", failures);
    }

    private static String code(Matcher matcher) {
        if (matcher.group(3) != null) {
            return matcher.group(3);
        }
        return matcher.group(2) == null ? matcher.group(1) : matcher.group(2);
    }

    /** One database's column. */
    static final class Column {

        private final Map<String, String> cells = new TreeMap<>();

        void put(KnownRace race, Isolation level, String cell) {
            cells.put(race.number + " " + level, cell);
        }

        void assertEquals(ServerKind kind) {
            Path file = FILES.resolve(kind.name().toLowerCase(java.util.Locale.ROOT) + ".txt");
            String found = cells.entrySet().stream()
                    .map(cell -> cell.getKey() + " = " + cell.getValue() + "\n")
                    .collect(Collectors.joining());
            try {
                if ("write".equals(System.getProperty("safe4j.golden"))) {
                    Files.createDirectories(FILES);
                    Files.writeString(file, found);
                }
                assertThat(found).isEqualTo(Files.readString(file));
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }

    /** The table of the guide, from the files. */
    static String table() {
        Map<ServerKind, Map<String, String>> columns = new TreeMap<>();
        KINDS.forEach(kind -> columns.put(kind, read(kind)));
        List<String> lines = new ArrayList<>();
        lines.add(
                "| # | case | PG RC | PG RR | PG SER | MariaDB RC | MariaDB RR | MariaDB SER | H2 RC | H2 RR | H2 SER |");
        lines.add("|---|---|---|---|---|---|---|---|---|---|---|");
        for (KnownRace race : races()) {
            List<String> row = new ArrayList<>(List.of(race.number, race.name));
            for (ServerKind kind : KINDS) {
                for (Isolation level : LEVELS) {
                    String cell = columns.get(kind).get(race.number + " " + level);
                    row.add("V".equals(cell) ? "**V**" : cell);
                }
            }
            lines.add("| " + String.join(" | ", row) + " |");
        }
        return String.join("\n", lines);
    }

    private static Map<String, String> read(ServerKind kind) {
        try (Stream<String> lines =
                Files.lines(FILES.resolve(kind.name().toLowerCase(java.util.Locale.ROOT) + ".txt"))) {
            return lines.collect(Collectors.toMap(line -> line.split(" = ")[0], line -> line.split(" = ")[1]));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
