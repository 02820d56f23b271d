package dev.safe4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
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

    @TempDir
    private Path folder;

    /** Those that take seconds. */
    @Test
    @Tag("slow")
    void some_cases_run_and_answer_for_every_subject() throws IOException {
        assertRun(List.of("conditional-update-hot", "library-cost", "idempotency-purge"));
    }

    @Test
    @Tag("soak")
    void every_case_runs_and_answers_for_every_subject() throws IOException {
        assertThat(BenchmarkCase.all().stream().map(BenchmarkCase::name))
                .hasSameElementsAs(ExpectedRows.SUBJECTS.keySet());
        assertRun(List.copyOf(ExpectedRows.SUBJECTS.keySet()));
    }

    private void assertRun(List<String> cases) throws IOException {
        Path json = folder.resolve("all.json");
        Path page = folder.resolve("page.md");
        List<String> arguments = new ArrayList<>(List.of("--quick", "--json=" + json, "--markdown=" + page));
        arguments.addAll(cases);
        Main.run(Command.parse(arguments), folder);

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
                .isEqualTo(of(cases, ExpectedRows.SUBJECTS));
        assertThat(variants(rows)).isEqualTo(of(cases, ExpectedRows.VARIANTS));
        rows.forEach(this::check);
        assertThat(Files.readString(page)).contains(cases).contains("safe4j conditional update");
        assertThat(folder.resolve("images/benchmarks/conditional-update-hot.svg"))
                .content()
                .contains("safe4j conditional update");
    }

    private static <T> Map<String, T> of(List<String> cases, Map<String, T> all) {
        Map<String, T> some = new HashMap<>(all);
        some.keySet().retainAll(cases);
        return some;
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
            case "idempotency-first-call", "idempotency-replay" -> checkRequests(subject, row);
            case "flight", "fanout" ->
                assertThat(row.at("/nanosPerOperation/median").asDouble())
                        .as(subject)
                        .isPositive();
            case "idempotency-purge" ->
                assertThat(row.at("/longestTransactionMillis/max").asDouble())
                        .as(subject)
                        .isPositive();
            case "jobs-enqueue", "jobs-latency" -> checkJobs(subject, row);
            case "jobs-drain" -> checkDrain(subject, row);
            default -> {
                checkTimes(subject, row);
                checkStatements(subject, row.get("statementsPerOperation").asDouble());
            }
        }
    }

    /** To add a job takes one statement, of a hundred too. */
    private static void checkJobs(String subject, JsonNode row) {
        checkTimes(subject, row);
        double statements = row.get("statementsPerOperation").asDouble();
        if (isOurs(subject) && row.get("case").asString().equals("jobs-enqueue")) {
            assertAbout(subject, statements, 1);
        } else {
            assertThat(statements).as(subject).isPositive();
        }
    }

    private static void checkDrain(String subject, JsonNode row) {
        assertThat(row.at("/firstJobMillis/median").asDouble()).as(subject).isPositive();
        assertThat(row.get("statementsPerJob").asDouble())
                .as(subject + ": of a worker that has just begun, too")
                .isBetween(0.001, isOurs(subject) ? 0.5 : 10.0);
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

    /** Two beside those of the business, one to replay; in the same transaction its commit comes to that. */
    private static void checkRequests(String subject, JsonNode row) {
        checkTimes(subject, row);
        String variant = row.get("variant").asString();
        int commit = variant.endsWith("same transaction") ? 1 : 0;
        boolean isReplay = row.get("case").asString().equals("idempotency-replay");
        double statements = row.get("statementsPerOperation").asDouble();
        if (isOurs(subject) || subject.startsWith("raw limit")) {
            assertAbout(subject + ", " + variant, statements, (isReplay ? 1 : 3) + commit);
        } else if (subject.startsWith("raw: ")) {
            assertAbout(subject + ", " + variant, statements, (isReplay ? 2 : 3) + commit);
        } else {
            assertThat(statements).as(subject + ", " + variant).isPositive();
        }
    }

    /** Where the machine is busy, the pool asks a connection now and then whether it is alive. */
    private static void assertAbout(String subject, double statements, int expected) {
        assertThat(statements).as(subject).isBetween((double) expected, expected + 0.5);
    }

    private static void checkStatements(String subject, double statements) {
        if (subject.startsWith("SELECT FOR UPDATE")) {
            assertThat(statements).as(subject).isEqualTo(3);
        } else if (subject.startsWith("search, ")) {
            assertThat(statements).as(subject).isEqualTo(6);
        } else if (subject.startsWith("safe4j sequence")) {
            assertThat(statements).as(subject + ", a block each").isBetween(0.0, 0.5);
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
