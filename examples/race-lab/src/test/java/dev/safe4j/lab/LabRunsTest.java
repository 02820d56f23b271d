package dev.safe4j.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.servers.Await;
import dev.safe4j.servers.LocalServers;
import dev.safe4j.servers.RedisServer;
import dev.safe4j.servers.Way;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Several runs, and what comes between. */
@Tag("slow")
class LabRunsTest {

    private static final Duration BOUND = Duration.ofSeconds(60);

    private OpenLab lab;

    @BeforeEach
    void open() {
        lab = OpenLab.start();
    }

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void two_runs_of_the_same_at_the_same_time_do_not_disturb_each_other() {
        for (String what : List.of("load", "search")) {
            List<String> ids = Stream.of(1, 2)
                    .map(tab -> lab.begin("lost-update", what, "server", "postgresql"))
                    .toList();
            for (String id : ids) {
                JsonNode run = lab.end(id);
                assertThat(run.at("/state").stringValue()).as(run.toString()).isEqualTo("done");
                assertThat(run.at("/forms/0/verdict").stringValue())
                        .as(run.toString())
                        .isEqualTo("broken");
                assertThat(run.at("/forms/1/verdict").stringValue())
                        .as(run.toString())
                        .isEqualTo("held");
            }
        }
    }

    @Test
    void no_more_than_four_runs_go_on_and_each_can_be_cancelled() {
        List<String> going = Stream.of(1, 2, 3, 4)
                .map(number -> lab.begin("starvation", "staged", "times", "20"))
                .toList();
        HttpResponse<String> fifth = lab.ask("double-spend", "load");
        assertThat(fifth.statusCode()).isEqualTo(429);
        assertThat(fifth.body()).contains("4 runs are going");
        going.forEach(
                id -> assertThat(lab.delete("/api/runs/" + id).statusCode()).isEqualTo(204));
        Await.until(
                BOUND,
                "all are cancelled",
                () -> going.stream()
                        .allMatch(id -> lab.run(id).at("/state").stringValue().equals("cancelled")));
        lab.done("starvation", "staged");
    }

    @Test
    void a_run_under_load_and_a_search_stop_when_they_are_cancelled() {
        lab.done("check-then-act", "load");
        for (String what : List.of("load", "search")) {
            String id = lab.begin("half-done-transfer", what, "server", "postgresql");
            Await.until(
                    BOUND,
                    "it runs",
                    () -> lab.run(id).at("/state").stringValue().equals("running"));
            lab.delete("/api/runs/" + id);
            JsonNode run = lab.end(id);
            assertThat(run.at("/state").stringValue()).isEqualTo("cancelled");
            assertThat(run.at("/forms/1/verdict").stringValue()).isEqualTo("pending");
            lab.delete("/api/runs/" + id); // once more does nothing
            assertThat(lab.run(id).at("/state").stringValue()).isEqualTo("cancelled");
        }
        lab.done("check-then-act", "load");
    }

    @Test
    void a_server_that_dies_fails_the_run_and_the_next_one_has_another() {
        lab.done("oversell", "search", "server", "mariadb");
        Assumptions.assumeTrue(LocalServers.mariadb().way() == Way.EMBEDDED, "only an embedded server is ours to kill");
        String id = lab.begin("upsert-race", "load", "server", "mariadb");
        Await.until(BOUND, "it races", () -> lab.run(id).at("/forms/0/rounds").size() > 0);
        kill(".*(mysqld|mariadbd)");
        JsonNode failed = lab.end(id);
        assertThat(failed.at("/state").stringValue()).isEqualTo("failed");
        assertThat(failed.at("/error").stringValue()).startsWith("MariaDB has died in the middle of the run");
        JsonNode again = lab.done("upsert-race", "load", "server", "mariadb");
        assertThat(again.at("/forms/1/verdict").stringValue()).isEqualTo("held");
    }

    @Test
    void a_server_that_cannot_be_had_is_named_and_asked_for_again() {
        RedisServer redis = LocalServers.redis();
        Assumptions.assumeTrue(redis.way() == Way.EMBEDDED, "only an embedded server is ours to kill");
        String before = System.setProperty("safe4j.servers", "external");
        try {
            kill(".*redis[^/]*");
            Await.until(BOUND, "it is dead", () -> !redis.isAlive());
            assertThat(whyThereIsNoRedis()).contains("no redis is named");
            System.setProperty("safe4j.redis.uri", "redis://127.0.0.1:1");
            assertThat(whyThereIsNoRedis())
                    .contains("no answer from redis (EXTERNAL, FAST) at 127.0.0.1:1")
                    .endsWith("Connection refused");
        } finally {
            System.clearProperty("safe4j.redis.uri");
            if (before == null) {
                System.clearProperty("safe4j.servers");
            } else {
                System.setProperty("safe4j.servers", before);
            }
        }
        JsonNode again = lab.done("foreign-unlock", "staged");
        assertThat(again.at("/serverVersion").stringValue()).startsWith("Redis ");
        assertThat(again.at("/forms/0/verdict").stringValue()).isEqualTo("broken");
    }

    private String whyThereIsNoRedis() {
        JsonNode run = lab.end(lab.begin("foreign-unlock", "staged"));
        assertThat(run.at("/state").stringValue()).isEqualTo("failed");
        assertThat(run.at("/error").stringValue()).startsWith("Redis cannot be had: ");
        return run.at("/error").stringValue();
    }

    @Test
    void a_level_can_be_chosen() {
        JsonNode load = lab.done("double-spend", "load", "server", "h2", "isolation", "serializable");
        assertThat(load.at("/isolation").stringValue()).isEqualTo("serializable");
        assertThat(load.at("/forms/1/rounds").size()).isEqualTo(8);
        JsonNode search = lab.done("double-spend", "search", "server", "postgresql", "isolation", "repeatable read");
        for (JsonNode form : search.at("/forms")) {
            assertThat(form.at("/search/verdict").stringValue()).isEqualTo("ACTOR_ERROR");
            assertThat(form.at("/verdict").stringValue()).isEqualTo("held");
            assertThat(form.at("/sentence").stringValue())
                    .contains("none breaks it; in some, a caller is told to try again: payment")
                    .contains("40001");
        }
    }

    /** The servers of this JVM are its children. */
    private static void kill(String program) {
        List<ProcessHandle> servers = ProcessHandle.current()
                .descendants()
                .filter(process -> process.info().command().orElse("").matches(program))
                .toList();
        assertThat(servers).isNotEmpty();
        servers.forEach(ProcessHandle::destroyForcibly);
    }
}
