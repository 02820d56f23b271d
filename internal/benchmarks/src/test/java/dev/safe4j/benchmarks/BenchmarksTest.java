package dev.safe4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The command, so that it does not rot; nothing is said about time. */
class BenchmarksTest {

    private static final Map<String, List<String>> VARIANTS = Map.of(
            "conditional-update-hot", List.of("synchronous_commit=on", "synchronous_commit=off"),
            "conditional-update-random", List.of("synchronous_commit=on", "synchronous_commit=off"),
            "library-cost", List.of("driver=stub", "driver=h2"),
            "interleavings", List.of("postgresql", "mariadb", "h2"),
            "lock-uncontended",
                    List.of(
                            "postgresql, synchronous_commit=on, 8 threads",
                            "postgresql, synchronous_commit=on, 64 threads",
                            "postgresql, synchronous_commit=off, 8 threads",
                            "postgresql, synchronous_commit=off, 64 threads",
                            "redis by Redisson, 8 threads",
                            "redis by Redisson, 64 threads",
                            "redis by Lettuce, 8 threads",
                            "redis by Lettuce, 64 threads"),
            "lock-free-key",
                    List.of(
                            "postgresql, synchronous_commit=on, 64 threads",
                            "postgresql, synchronous_commit=off, 64 threads",
                            "redis by Redisson, 64 threads",
                            "redis by Lettuce, 64 threads"),
            "lock-hot",
                    List.of(
                            "postgresql, synchronous_commit=on, 8 threads",
                            "postgresql, synchronous_commit=off, 8 threads",
                            "redis, 8 threads"),
            "lock-hot-two-jvms",
                    List.of("postgresql, synchronous_commit=on", "postgresql, synchronous_commit=off", "redis"),
            "lock-renewals", List.of("postgresql", "redis"));
    private static final Map<String, Long> SUBJECTS = Map.of(
            "conditional-update-hot", 2 * 5L,
            "conditional-update-random", 2 * 5L,
            "library-cost", 2 * 4L,
            "interleavings", 3 * 3L,
            "lock-uncontended", 2 * (5 + 6) + 2 * 5 + 2 * 6L,
            "lock-free-key", 2 * 6 + 5 + 6L,
            "lock-hot", 2 * 5 + 8L,
            "lock-hot-two-jvms", 2 * 5 + 8L,
            "lock-renewals", 1 + 3L);

    @TempDir
    private Path folder;

    @Test
    @Tag("slow")
    void every_case_runs_and_answers_for_every_subject() throws IOException {
        Path json = folder.resolve("all.json");
        Path page = folder.resolve("page.md");
        Main.run(Command.parse(List.of("--quick", "--json=" + json, "--markdown=" + page)), folder);

        JsonNode all = JsonMapper.shared().readTree(Files.readString(json));
        assertThat(all.at("/header/date").asString()).isNotBlank();
        assertThat(all.at("/header/jdk").asString()).isNotBlank();
        assertThat(all.at("/header/cases/conditional-update-hot/server").asString())
                .startsWith("PostgreSQL ");
        assertThat(all.at("/header/cases/conditional-update-hot/profile").asString())
                .isEqualTo("DURABLE");
        List<JsonNode> rows =
                StreamSupport.stream(all.get("rows").spliterator(), false).toList();
        assertThat(rows.stream()
                        .collect(Collectors.groupingBy(row -> row.get("case").asString(), Collectors.counting())))
                .isEqualTo(SUBJECTS);
        assertThat(variants(rows)).isEqualTo(VARIANTS);
        rows.forEach(this::check);
        assertThat(Files.readString(page)).contains(VARIANTS.keySet()).contains("safe4j conditional update");
    }

    private static Map<String, List<String>> variants(List<JsonNode> rows) {
        return rows.stream()
                .collect(Collectors.groupingBy(
                        row -> row.get("case").asString(),
                        Collectors.mapping(
                                row -> row.get("variant").asString(),
                                Collectors.collectingAndThen(
                                        Collectors.toList(),
                                        list -> list.stream().distinct().toList()))));
    }

    private void check(JsonNode row) {
        String subject = row.get("subject").asString();
        assertThat(row.get("operations").asLong()).as(subject).isPositive();
        assertThat(row.at("/operationsPerSecond/median").asDouble()).as(subject).isPositive();
        assertThat(row.get("ratioToRawLimit").asDouble()).as(subject).isPositive();
        assertThat(row.get("endStateChecked").asBoolean()).as(subject).isTrue();
        switch (row.get("case").asString()) {
            case "library-cost" -> checkCost(subject, row);
            case "lock-uncontended", "lock-free-key" -> checkFree(subject, row);
            case "lock-hot", "lock-hot-two-jvms" -> checkHot(subject, row);
            case "lock-renewals" -> checkKept(subject, row);
            default -> {
                checkTimes(subject, row);
                checkStatements(subject, row.get("statementsPerOperation").asDouble());
            }
        }
    }

    private static void checkCost(String subject, JsonNode row) {
        assertThat(row.at("/nanosPerOperation/median").asDouble()).as(subject).isPositive();
        assertThat(row.get("bytesPerOperation").asDouble()).as(subject).isPositive();
    }

    private static void checkTimes(String subject, JsonNode row) {
        assertThat(row.get("p99Millis").asDouble())
                .as(subject)
                .isGreaterThanOrEqualTo(row.get("p50Millis").asDouble());
    }

    private static void checkFree(String subject, JsonNode row) {
        checkTimes(subject, row);
        boolean redis = row.get("variant").asString().startsWith("redis");
        if (isOurs(subject)) {
            assertThat(row.get("refused").asLong()).as(subject).isZero();
            assertThat(row.get("roundTripsPerOperation").asDouble())
                    .as(subject + ", sent together or not")
                    .isLessThanOrEqualTo(2);
        }
        if (subject.startsWith("raw limit") || subject.contains("one call at a time") || redis && isOurs(subject)) {
            assertThat(row.get("roundTripsPerOperation").asDouble()).as(subject).isEqualTo(2);
        }
    }

    private static boolean isOurs(String subject) {
        return subject.startsWith("safe4j");
    }

    private static void checkHot(String subject, JsonNode row) {
        assertThat(row.at("/handOffsPerSecond/median").asDouble()).as(subject).isPositive();
        assertThat(row.at("/longestWaitMillis/max").asDouble())
                .as(subject)
                .isGreaterThanOrEqualTo(row.at("/longestWaitMillis/min").asDouble())
                .isPositive();
        assertThat(row.at("/leastToMostServed/median").asDouble()).as(subject).isBetween(0.0, 1.0);
        assertThat(row.get("roundTripsPerOperation").asDouble()).as(subject).isPositive();
    }

    private static void checkKept(String subject, JsonNode row) {
        assertThat(row.get("leases").asInt()).as(subject).isEqualTo(1_000);
        if (isOurs(subject)) {
            assertThat(row.get("statementsPerPeriod").asDouble()).as(subject).isBetween(0.5, 2.0);
        }
    }

    private static void checkStatements(String subject, double statements) {
        if (subject.startsWith("SELECT FOR UPDATE")) {
            assertThat(statements).as(subject).isEqualTo(3);
        } else if (subject.startsWith("search, ")) {
            assertThat(statements).as(subject).isEqualTo(6);
        } else if (subject.equals("the statements alone")) {
            assertThat(statements).as("not counted").isZero();
        } else if (subject.startsWith("version column")) {
            assertThat(statements).as(subject).isGreaterThanOrEqualTo(2);
        } else {
            assertThat(statements).as(subject).isEqualTo(1);
        }
    }

    @Test
    void a_case_that_does_not_exist_is_answered_with_those_that_do() {
        assertThatThrownBy(() -> Command.parse(List.of("--quick", "cold-fusion")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cold-fusion")
                .hasMessageContaining("conditional-update-hot, conditional-update-random, library-cost");
        assertThatThrownBy(() -> Command.parse(List.of("--rounds=0")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--rounds=0");
    }

    @Test
    void the_script_lists_the_cases_that_there_are() throws IOException, InterruptedException {
        Process process = new ProcessBuilder("bash", "run", "--help")
                .redirectErrorStream(true)
                .start();
        String help = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(help).isZero();
        List<String> listed = help.lines()
                .filter(line -> line.matches("  [a-z].*"))
                .map(line -> line.strip().split(" ")[0])
                .toList();
        assertThat(listed)
                .containsExactlyElementsOf(
                        BenchmarkCase.all().stream().map(BenchmarkCase::name).toList());
    }
}
