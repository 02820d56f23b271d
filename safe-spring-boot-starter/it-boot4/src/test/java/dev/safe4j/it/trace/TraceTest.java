package dev.safe4j.it.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.it.trace.Spans.Span;
import dev.safe4j.it.trace.TracedApplication.Mails;
import dev.safe4j.servers.Await;
import dev.safe4j.servers.LocalServers;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.spring.job.JobWorkerLifecycle;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** One request is one trace: from the caller's header through the filter, the lock and the transaction to the runs of its job. */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SpringBootTest(
        classes = TracedApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"it.actuator=true", "safe4j.jdbc.create-tables=true"})
class TraceTest {

    private static final TestDatabase DATABASE = LocalServers.postgresql().newDatabase();
    private static final Duration BOUND = Duration.ofSeconds(30);
    private static final String CALLER = "00f067aa0ba902b7";

    @DynamicPropertySource
    static void dataSource(DynamicPropertyRegistry registry) {
        DATABASE.execute("create table placed (sweet varchar(20))");
        registry.add("spring.datasource.url", DATABASE::url);
        registry.add("spring.datasource.username", DATABASE::username);
        registry.add("spring.datasource.password", DATABASE::password);
    }

    /** The context lives on: its worker must not look for its database until then. */
    @AfterAll
    void drop() {
        worker.stop();
        DATABASE.close();
    }

    @LocalServerPort
    private int port;

    @Autowired
    private Spans spans;

    @Autowired
    private Mails mails;

    @Autowired
    private JobWorkerLifecycle worker;

    private static String newTrace() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    private void order(String key, String trace) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/orders?sweet=fudge"))
                .timeout(BOUND)
                .header("Idempotency-Key", '"' + key + '"')
                .header("traceparent", "00-" + trace + "-" + CALLER + "-01")
                .POST(BodyPublishers.noBody())
                .build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private List<Span> awaited(String trace, int count) {
        Await.until(
                BOUND,
                count + " spans of the trace have ended",
                () -> spans.of(trace).size() >= count);
        return spans.of(trace);
    }

    private static List<Span> named(List<Span> all, String name) {
        return all.stream().filter(each -> each.name().equals(name)).toList();
    }

    private static Span one(List<Span> all, String name) {
        List<Span> found = named(all, name);
        assertThat(found).as(name + " among " + all).hasSize(1);
        return found.get(0);
    }

    private static List<String> below(List<Span> all, Span parent) {
        return all.stream()
                .filter(each -> each.parent().equals(parent.id()))
                .map(Span::name)
                .toList();
    }

    @Test
    void a_request_its_lock_and_the_runs_of_its_job_are_one_trace() throws Exception {
        String trace = newTrace();
        order("once", trace);
        List<Span> all = awaited(trace, 10);

        Span request = one(all, "http post /orders");
        assertThat(request.parent()).as("it goes on from its caller").isEqualTo(CALLER);
        assertThat(below(all, request)).containsExactlyInAnyOrder("acquire lock", "run with lock");
        Span guarded = named(all, "run with lock").stream()
                .filter(each -> each.parent().equals(request.id()))
                .findFirst()
                .orElseThrow();
        Span enqueued = one(all, "enqueue job");
        assertThat(enqueued.parent()).isEqualTo(guarded.id());

        List<Span> runs = named(all, "run mail");
        assertThat(runs).as("a failure and a success").hasSize(2);
        for (Span run : runs) {
            assertThat(run.parent()).isEqualTo(enqueued.id());
            assertThat(run.thread()).isNotEqualTo(enqueued.thread());
            assertThat(below(all, run)).containsExactlyInAnyOrder("acquire lock", "run with lock");
        }
        assertThat(mails.attempts()).hasValueGreaterThanOrEqualTo(2);
        assertThat(all).as("there is nothing else in it").hasSize(10);
    }

    @Test
    void an_answer_that_is_replayed_has_a_span_of_its_own_and_nothing_below_it() throws Exception {
        String first = newTrace();
        order("twice", first);
        awaited(first, 10);
        String second = newTrace();
        order("twice", second);
        assertThat(awaited(second, 1))
                .extracting(Span::name, Span::parent)
                .containsExactly(org.assertj.core.api.Assertions.tuple("http post /orders", CALLER));
        assertThat(spans.of(first)).as("nothing was run again").hasSize(10);
    }
}
