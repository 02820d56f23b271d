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
            "interleavings", List.of("postgresql", "mariadb", "h2"));
    private static final int SUBJECTS_OF_SEARCH = 3;
    private static final int SUBJECTS_UNDER_LOAD = 5;
    private static final int SUBJECTS_OF_COST = 4;

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
        assertThat(rows).hasSize(2 * (2 * SUBJECTS_UNDER_LOAD + SUBJECTS_OF_COST) + 3 * SUBJECTS_OF_SEARCH);
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
        if (row.get("case").asString().equals("library-cost")) {
            assertThat(row.at("/nanosPerOperation/median").asDouble())
                    .as(subject)
                    .isPositive();
            assertThat(row.get("bytesPerOperation").asDouble()).as(subject).isPositive();
        } else {
            assertThat(row.get("p99Millis").asDouble())
                    .as(subject)
                    .isGreaterThanOrEqualTo(row.get("p50Millis").asDouble());
            checkStatements(subject, row.get("statementsPerOperation").asDouble());
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
