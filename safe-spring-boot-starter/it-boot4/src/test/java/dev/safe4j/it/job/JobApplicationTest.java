package dev.safe4j.it.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.it.job.JobApplication.Mail;
import dev.safe4j.it.job.JobApplication.Mails;
import dev.safe4j.it.job.JobApplication.Orders;
import dev.safe4j.jdbc.job.JdbcJobStore;
import dev.safe4j.jdbc.job.JdbcJobTransactions;
import dev.safe4j.job.JobQueue;
import dev.safe4j.job.StoredJob;
import dev.safe4j.servers.Await;
import dev.safe4j.servers.LocalServers;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.spring.job.JobMethods;
import dev.safe4j.spring.job.JobPolicies;
import dev.safe4j.spring.job.JobWorkerLifecycle;
import dev.safe4j.spring.job.PolicyValues;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.json.JsonParserFactory;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** A whole application on a real PostgreSQL: its jobs, its schedule, and what it tells of them. */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SpringBootTest(
        classes = JobApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "it.actuator=true",
            "it.fragile=fragile",
            "spring.application.name=sweets",
            "management.endpoint.health.show-details=always",
            "management.endpoints.web.exposure.include=health,jobs",
            "management.defaults.metrics.export.enabled=true",
            "safe4j.jdbc.create-tables=true",
            "safe4j.jobs.wake-by-notify=true",
            "safe4j.jobs.count-every=1s",
            "safe4j.jobs.types.fragile.attempts=2"
        })
class JobApplicationTest {

    private static final TestDatabase DATABASE = LocalServers.postgresql().newDatabase();
    private static final Duration BOUND = Duration.ofSeconds(30);

    @DynamicPropertySource
    static void dataSource(DynamicPropertyRegistry registry) {
        registry.add("spring.datasource.url", DATABASE::url);
        registry.add("spring.datasource.username", DATABASE::username);
        registry.add("spring.datasource.password", DATABASE::password);
    }

    /** The context lives on, for whoever may need it: its worker must not look for its database until then. */
    @AfterAll
    void drop() {
        worker.stop();
        DATABASE.close();
    }

    @LocalServerPort
    private int port;

    @Autowired
    private JobQueue jobs;

    @Autowired
    private Orders orders;

    @Autowired
    private Mails mails;

    @Autowired
    private JobWorkerLifecycle worker;

    @Autowired
    private MeterRegistry meters;

    @Autowired
    private ConfigurableListableBeanFactory beans;

    @BeforeEach
    void begin() {
        DATABASE.execute("drop table if exists ledger", "create table ledger (entry varchar(60), attempt int)");
        mails.sent().clear();
        mails.broken().set(false);
    }

    @Test
    void a_job_is_run_exactly_if_the_transaction_that_enqueued_it_commits() {
        assertThatThrownBy(() -> orders.order("Augustus", true)).hasMessage("sold out");
        orders.order("Charlie", false);
        Await.until(BOUND, "it is sent", () -> !mails.sent().isEmpty());
        assertThat(mails.sent()).containsExactly("Charlie 2 1");
        assertThat(number("select count(*) from safe4j_job where type = 'mail'"))
                .as("jobs of the one that was rolled back")
                .isLessThanOrEqualTo(1);
    }

    @Test
    void the_transaction_of_a_method_is_begun_by_its_proxy() {
        jobs.enqueue("inside", new Mail("Violet", 1));
        Await.until(BOUND, "it is run", () -> !mails.sent().isEmpty());
        assertThat(mails.sent()).containsExactly("Violet true");
    }

    @Test
    void what_a_transactional_handler_writes_commits_with_its_completion_alone() {
        long id = jobs.enqueue("book", new Mail("Veruca", 1)).id();
        Await.until(BOUND, "it is done", () -> jobs.find(id).isEmpty());
        assertThat(DATABASE.rows("select entry, attempt from ledger"))
                .containsExactly(Map.of("entry", "Veruca", "attempt", 2));
    }

    @Test
    void the_endpoint_shows_dead_letters_and_has_them_retried_and_dropped() throws Exception {
        mails.broken().set(true);
        long first = jobs.enqueue("fragile", new Mail("Mike", 1)).id();
        long second = jobs.enqueue("fragile", new Mail("Mike", 2)).id();
        Await.until(BOUND, "both are dead", () -> jobs.deadLetters(0, 10).size() == 2);
        Map<String, Object> all = json(get("/actuator/jobs", 200));
        assertThat(all).containsEntry("store", "jdbc");
        assertThat(String.valueOf(all.get("worker"))).contains("id=sweets-").contains("stuck=false");
        assertThat(String.valueOf(all.get("counts"))).contains("type=fragile, state=dead, jobs=2");
        assertThat(String.valueOf(all.get("dead")))
                .contains("id=" + first, "attempts=2", "no server for Mike")
                .doesNotContain("pieces");
        assertThat(json(get("/actuator/jobs/" + second, 200)))
                .containsEntry("state", "dead")
                .hasEntrySatisfying(
                        "history",
                        history ->
                                assertThat(String.valueOf(history)).contains("attempt 2 at ", "JobApplication$Mails"));
        mails.broken().set(false);
        assertThat(send("/actuator/jobs/" + first, "POST", 200)).contains("retried");
        Await.until(BOUND, "it is sent", () -> mails.sent().contains("Mike 1"));
        Await.until(BOUND, "it is done", () -> jobs.find(first).isEmpty());
        assertThat(send("/actuator/jobs/" + first, "POST", 200)).contains("not_dead");
        get("/actuator/jobs/" + first, 404);
        assertThat(send("/actuator/jobs/" + second, "DELETE", 200)).contains("dropped");
        assertThat(send("/actuator/jobs/" + second, "DELETE", 200)).contains("not_dead");
        assertThat(jobs.deadLetters(0, 10)).isEmpty();
    }

    @Test
    void health_asks_the_store_that_the_worker_needs() throws Exception {
        assertThat(json(get("/actuator/health/safe4jJobs", 200)))
                .containsEntry("status", "UP")
                .containsEntry("details", Map.of("store", "jdbc"));
        DATABASE.execute("alter table safe4j_job rename to elsewhere");
        try {
            assertThat(json(get("/actuator/health/safe4jJobs", 503))).containsEntry("status", "DOWN");
        } finally {
            DATABASE.execute("alter table elsewhere rename to safe4j_job");
        }
        assertThat(json(get("/actuator/health/safe4jJobs", 200))).containsEntry("status", "UP");
    }

    @Test
    void meters_count_what_becomes_of_jobs_and_gauges_what_there_is() {
        double before = ended("mail");
        jobs.in(Duration.ofHours(1)).enqueue("mail", new Mail("later", 1));
        orders.order("Charlie", false);
        Await.until(BOUND, "it is counted", () -> ended("mail") == before + 1);
        Await.until(BOUND, "one is ready", () -> gauge("mail", "ready") == 1);
        assertThat(gauge("mail", "dead")).isZero();
        assertThat(meters.get("safe4j.job.oldest")
                        .tags("type", "mail")
                        .timeGauge()
                        .value())
                .as("it is not due")
                .isZero();
        assertThat(meters.get("safe4j.job.claimed").summary().totalAmount()).isPositive();
        assertThat(meters.get("safe4j.job.heartbeat").timer()).isNotNull();
        DATABASE.execute("delete from safe4j_job where type = 'mail'");
    }

    private double ended(String type) {
        return meters.find("safe4j.job.ended").tags("type", type, "end", "done").timers().stream()
                .mapToDouble(io.micrometer.core.instrument.Timer::count)
                .sum();
    }

    private double gauge(String type, String state) {
        return meters.get("safe4j.job.jobs")
                .tags("type", type, "state", state)
                .gauge()
                .value();
    }

    @Test
    void each_tick_of_the_schedule_has_one_run_over_two_instances_of_which_one_is_stopped() {
        JdbcJobStore store = JdbcJobStore.on(DATABASE.newPool(4));
        JobPolicies policies =
                new JobPolicies(PolicyValues.NONE, Map.of(), text -> text.replace("${it.fragile}", "fragile"));
        try (JobQueue queue = JobQueue.on(store)) {
            JobWorkerLifecycle other = new JobWorkerLifecycle(
                    new JobMethods(beans, policies, true),
                    () -> queue.worker().name("other").transactions(JdbcJobTransactions.of(store)),
                    true,
                    Duration.ofSeconds(20));
            // the codec of this queue is the plain one, which cannot read the records of the handlers
            assertThatThrownBy(other::afterSingletonsInstantiated)
                    .hasMessageContaining("cannot be stored without a codec");
        }
        JobWorkerLifecycle other = other(store, policies);
        mails.ticks().clear();
        other.start();
        try {
            Await.until(BOUND, "some ticks with both", () -> mails.ticks().size() >= 2);
            worker.stop();
            int before = mails.ticks().size();
            Await.until(BOUND, "the other goes on", () -> mails.ticks().size() >= before + 2);
            assertThat(tick()).get().extracting(StoredJob::worker).asString().startsWith("other-");
        } finally {
            worker.start();
            other.stop();
        }
        List<Instant> ticks = List.copyOf(mails.ticks());
        assertThat(ticks).doesNotHaveDuplicates().isSorted().allMatch(each -> each.getNano() == 0);
    }

    private Optional<StoredJob> tick() {
        return jobs.find(number("select id from safe4j_job where type = 'ticks'"));
    }

    private JobWorkerLifecycle other(JdbcJobStore store, JobPolicies policies) {
        JobQueue queue = JobQueue.builder(store)
                .codec(beans.getBean(dev.safe4j.idempotency.AnswerCodec.class))
                .build();
        JobWorkerLifecycle other = new JobWorkerLifecycle(
                new JobMethods(beans, policies, true),
                () -> queue.worker().name("other").transactions(JdbcJobTransactions.of(store)),
                true,
                Duration.ofSeconds(20));
        other.afterSingletonsInstantiated();
        return other;
    }

    private static long number(String sql) {
        Long number = DATABASE.value(Long.class, sql);
        return number == null ? -1 : number;
    }

    private static Map<String, Object> json(String text) {
        return JsonParserFactory.getJsonParser().parseMap(text);
    }

    private String get(String path, int status) throws Exception {
        return send(path, "GET", status);
    }

    private String send(String path, String method, int status) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .header("Content-Type", "application/json")
                .method(method, method.equals("POST") ? BodyPublishers.ofString("{}") : BodyPublishers.noBody())
                .build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return answer.body();
    }
}
