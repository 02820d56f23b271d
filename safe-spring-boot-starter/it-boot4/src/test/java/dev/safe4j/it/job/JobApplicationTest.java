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
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
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
            "safe4j.job.wake-by-notify=true",
            "safe4j.job.count-every=1s",
            "safe4j.job.types.fragile.attempts=2"
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
        Map<String, Object> all = Actuator.json(actuator().get("/actuator/jobs", 200));
        assertThat(all).containsEntry("store", "jdbc");
        assertThat(String.valueOf(all.get("worker"))).contains("id=sweets-").contains("stuck=false");
        assertThat(String.valueOf(all.get("counts"))).contains("type=fragile, state=dead, jobs=2");
        assertThat(String.valueOf(all.get("dead")))
                .contains("id=" + first, "attempts=2", "no server for Mike")
                .doesNotContain("pieces");
        assertThat(Actuator.json(actuator().get("/actuator/jobs/" + second, 200)))
                .containsEntry("state", "dead")
                .hasEntrySatisfying(
                        "history",
                        history ->
                                assertThat(String.valueOf(history)).contains("attempt 2 at ", "JobApplication$Mails"));
        mails.broken().set(false);
        assertThat(actuator().send("/actuator/jobs/" + first, "POST", 200)).contains("retried");
        Await.until(BOUND, "it is sent", () -> mails.sent().contains("Mike 1"));
        Await.until(BOUND, "it is done", () -> jobs.find(first).isEmpty());
        assertThat(actuator().send("/actuator/jobs/" + first, "POST", 200)).contains("not_dead");
        actuator().get("/actuator/jobs/" + first, 404);
        assertThat(actuator().send("/actuator/jobs/" + second, "DELETE", 200)).contains("dropped");
        assertThat(actuator().send("/actuator/jobs/" + second, "DELETE", 200)).contains("not_dead");
        assertThat(jobs.deadLetters(0, 10)).isEmpty();
    }

    @Test
    void the_endpoint_lists_all_dead_letters_page_by_page_and_those_of_a_type() throws Exception {
        int many = 150;
        DATABASE.execute("insert into safe4j_job (type, state, place, due_at, payload, context, created_at)"
                + " select 'gone' || n % 2, 'DEAD', 0, now(), ''::bytea, '', now() from generate_series(1, " + many
                + ") n");
        try {
            assertThat(dead("")).as("what is listed unless asked for more").hasSize(100);
            assertThat(dead("?limit=1000")).hasSize(many).isSorted().doesNotHaveDuplicates();
            List<Long> first = dead("?limit=60&type=gone1");
            List<Long> rest = dead("?limit=60&type=gone1&after=" + first.get(59));
            assertThat(rest).hasSize(15);
            List<Long> both = new ArrayList<>(first);
            both.addAll(rest);
            assertThat(both).isSorted().doesNotHaveDuplicates();
            assertThat(dead("?type=gone1&after=" + rest.get(14))).isEmpty();
            actuator().get("/actuator/jobs?limit=1001", 400);
            actuator().get("/actuator/jobs?limit=0", 400);
        } finally {
            DATABASE.execute("delete from safe4j_job where state = 'DEAD'");
        }
    }

    private List<Long> dead(String query) throws Exception {
        Object letters =
                Actuator.json(actuator().get("/actuator/jobs" + query, 200)).get("dead");
        return ((List<?>) Objects.requireNonNull(letters))
                .stream()
                        .map(each -> ((Number) ((Map<?, ?>) each).get("id")).longValue())
                        .toList();
    }

    @Test
    void health_asks_the_store_that_the_worker_needs() throws Exception {
        assertThat(Actuator.json(actuator().get("/actuator/health/safe4jJobs", 200)))
                .containsEntry("status", "UP")
                .containsEntry("details", Map.of("store", "jdbc"));
        DATABASE.execute("alter table safe4j_job rename to elsewhere");
        try {
            assertThat(Actuator.json(actuator().get("/actuator/health/safe4jJobs", 503)))
                    .containsEntry("status", "DOWN");
        } finally {
            DATABASE.execute("alter table elsewhere rename to safe4j_job");
        }
        assertThat(Actuator.json(actuator().get("/actuator/health/safe4jJobs", 200)))
                .containsEntry("status", "UP");
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
                    () -> queue.worker().name("other").transactions(JdbcJobTransactions.on(store)),
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
                () -> queue.worker().name("other").transactions(JdbcJobTransactions.on(store)),
                true,
                Duration.ofSeconds(20));
        other.afterSingletonsInstantiated();
        return other;
    }

    private Actuator actuator() {
        return new Actuator(port);
    }

    private static long number(String sql) {
        Long number = DATABASE.value(Long.class, sql);
        return number == null ? -1 : number;
    }
}
