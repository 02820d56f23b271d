package dev.safe4j.it.race;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import dev.safe4j.servers.LocalServers;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.test.interleavings.Exploration;
import dev.safe4j.test.interleavings.Interleavings;
import dev.safe4j.test.interleavings.Isolation;
import dev.safe4j.test.interleavings.RaceProbe;
import dev.safe4j.test.interleavings.Verdict;
import dev.safe4j.test.junit.RaceTest;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.context.WebApplicationContext;

/** Services as they are, searched with no other set-up than the dependency and the annotation. */
@SpringBootTest(classes = Bank.Application.class)
@Tag("slow")
class SpringRaceTest {

    private static final TestDatabase DATABASE = LocalServers.postgresql().newDatabase();

    @DynamicPropertySource
    static void dataSource(DynamicPropertyRegistry registry) {
        registry.add("spring.datasource.url", DATABASE::url);
        registry.add("spring.datasource.username", DATABASE::username);
        registry.add("spring.datasource.password", DATABASE::password);
    }

    @BeforeAll
    static void tables() {
        DATABASE.execute(Bank.TABLES);
    }

    @AfterAll
    static void drop() {
        DATABASE.close();
    }

    @Autowired
    private Bank.Accounts accounts;

    @Autowired
    private RaceProbe probe;

    @Autowired
    private WebApplicationContext context;

    private Interleavings solvent(Interleavings search) {
        return search.restoring("account", "note").always("balance >= 0", () -> accounts.balance() >= 0);
    }

    @RaceTest
    void check_then_act_is_broken(Interleavings search) {
        Exploration found = solvent(search)
                .actor("request 1", () -> accounts.checkThenAct(80))
                .actor("request 2", () -> accounts.checkThenAct(80))
                .tryExplore();
        assertThat(found.verdict()).isEqualTo(Verdict.VIOLATED);
        assertThat(found.finding().switches()).isEqualTo(1);
        assertThat(found.toString()).contains("Accounts.balance", "\"balance >= 0\" does not hold");
    }

    @RaceTest(isolation = {Isolation.READ_COMMITTED, Isolation.REPEATABLE_READ, Isolation.SERIALIZABLE})
    void one_statement_holds(Interleavings search) {
        Exploration found = solvent(search)
                .actor("request 1", () -> accounts.inOneStatement(80))
                .actor("request 2", () -> accounts.inOneStatement(80))
                .allowing(CannotAcquireLockException.class)
                .afterwards("one at least succeeds", outcomes -> outcomes.successes() >= 1)
                .explore();
        assertThat(found.scope().isExhausted()).isTrue();
    }

    @RaceTest(isolation = {Isolation.READ_COMMITTED, Isolation.REPEATABLE_READ})
    void jooq_is_searched_as_well(Interleavings search) {
        Exploration found = solvent(search)
                .actor("request 1", () -> accounts.withJooq(80))
                .actor("request 2", () -> accounts.withJooq(80))
                .allowing(org.springframework.dao.ConcurrencyFailureException.class)
                .afterwards(
                        "what was given was taken",
                        outcomes -> outcomes.actors().stream()
                                                .filter(each -> Boolean.TRUE.equals(each.value()))
                                                .count()
                                        * 80
                                == 100 - accounts.balance())
                .tryExplore();
        boolean lost = found.scope().isolation() == Isolation.READ_COMMITTED;
        assertThat(found.verdict()).isEqualTo(lost ? Verdict.VIOLATED : Verdict.HELD);
    }

    @RaceTest
    void a_request_through_mock_mvc_runs_on_the_actors_thread(Interleavings search) {
        MockMvc mvc = MockMvcBuilders.webAppContextSetup(context).build();
        Exploration found = solvent(search)
                .actor("request 1", () -> mvc.perform(post("/withdraw")).andExpect(status().isOk()))
                .actor("request 2", () -> mvc.perform(post("/withdraw")).andExpect(status().isOk()))
                .tryExplore();
        assertThat(found.verdict()).isEqualTo(Verdict.VIOLATED);
        assertThat(found.toString()).contains("Accounts.balance");
    }

    @RaceTest
    void a_second_transaction_has_a_name_of_its_own(Interleavings search) {
        Exploration found = search.restoring("account", "note")
                .actor("request 1", () -> accounts.withANoteOfItsOwn("one"))
                .actor("request 2", () -> accounts.withANoteOfItsOwn("two"))
                .always("show me", () -> false)
                .tryExplore();
        assertThat(found.toString()).contains("#2: insert into note", "#2: commit");
    }

    @RaceTest
    void its_orders_are_all_run(Interleavings search) {
        Exploration found = solvent(search)
                .actor("request 1", () -> accounts.withANoteOfItsOwn("one"))
                .actor("request 2", () -> accounts.withANoteOfItsOwn("two"))
                .explore();
        assertThat(found.scope().isExhausted()).isTrue();
    }

    @RaceTest
    void a_transaction_that_waits_for_its_own_outer_one_is_told_in_seconds(Interleavings search) {
        Exploration found = search.restoring("account")
                .actor("request", () -> accounts.waitsForItself())
                .tryExplore();
        assertThat(found.verdict()).isEqualTo(Verdict.VIOLATED);
        assertThat(found.finding().what()).contains("self-deadlock").contains("request");
        assertThat(found.scope().time()).isLessThan(Duration.ofSeconds(10));
    }

    @RaceTest
    void a_part_is_rolled_back_to_its_savepoint(Interleavings search) {
        Exploration found = solvent(search)
                .actor("request 1", () -> accounts.survivesAPart("same"))
                .actor("request 2", () -> accounts.survivesAPart("same"))
                .always("one is charged", () -> accounts.balance() == 99)
                .explore();
        assertThat(found.scope().isExhausted()).isTrue();
    }

    @RaceTest
    void the_roll_back_to_a_savepoint_is_a_step(Interleavings search) {
        Exploration found = search.restoring("account", "note")
                .actor("request 1", () -> accounts.survivesAPart("same"))
                .actor("request 2", () -> accounts.survivesAPart("same"))
                .always("show me", () -> false)
                .tryExplore();
        assertThat(found.toString()).contains("rollback to savepoint");
    }

    @RaceTest
    void an_unknown_thread_is_told_with_the_ways_out(Interleavings search) {
        ExecutorService executor = Executors.newSingleThreadExecutor(task -> new Thread(task, "somebody else"));
        try {
            Exploration found = search.restoring("account", "note")
                    .actor("request", () -> accounts.onAnotherThread(executor))
                    .tryExplore();
            assertThat(found.verdict()).isEqualTo(Verdict.HARNESS_ERROR);
            assertThat(found.finding().what())
                    .contains("thread 'somebody else' is no actor", "probe.adopt(executor)", "probe.ignore");
        } finally {
            executor.shutdownNow();
        }
    }

    @RaceTest
    void an_adopted_executors_tasks_take_part(Interleavings search) {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        Executor adopted = probe.adopt(threads);
        try {
            Exploration found = search.restoring("account", "note")
                    .actor("request", () -> accounts.onAnotherThread(adopted))
                    .actor("other", () -> accounts.inOneStatement(80))
                    .always("show me", () -> accounts.balance() != 19)
                    .tryExplore();
            assertThat(found.verdict()).isEqualTo(Verdict.VIOLATED);
            assertThat(found.toString()).contains("request/1", "insert into note", "Notes.ownTransaction");
        } finally {
            threads.shutdownNow();
        }
    }
}
