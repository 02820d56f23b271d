package dev.safe4j.test.interleavings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/** What a search finds, says and refuses. */
@Tag("slow")
class SearchTest extends AccountCases {

    private Interleavings withdrawals(String lock) {
        return search().actor("request 1", () -> withdraw(lock))
                .actor("request 2", () -> withdraw(lock))
                .always("balance >= 0", () -> balance() >= 0);
    }

    @EachDatabase(ServerKind.H2)
    void observers_are_told_how_far_it_is(TestDatabase db) {
        List<Integer> told = new ArrayList<>();
        SearchObserver observer = new SearchObserver() {
            @Override
            public void judged(int orders) {
                told.add(orders);
            }

            @Override
            public void explored(Exploration exploration) {
                told.add(-exploration.scope().orders());
            }
        };
        int orders = withdrawals(" for update")
                .observedBy(observer)
                .explore()
                .scope()
                .orders();
        assertThat(orders).isGreaterThan(1);
        assertThat(told)
                .containsExactlyElementsOf(IntStream.rangeClosed(1, orders + 1)
                        .map(order -> order > orders ? -orders : order)
                        .boxed()
                        .toList());
    }

    @EachDatabase
    void the_simplest_order_that_breaks_is_found_and_shown(TestDatabase db) {
        Exploration found = withdrawals("").tryExplore();
        assertThat(found.verdict()).isEqualTo(Verdict.VIOLATED);
        assertThat(Objects.requireNonNull(found.finding()).switches()).isEqualTo(1);
        assertThat(found.toString())
                .contains("violated: \"balance >= 0\" does not hold")
                .contains("request 1  SearchTest.withdraw")
                .contains("select balance from account where id = 1 → balance=100")
                .contains("update account set balance = balance - 80 where id = 1");
        assertThatThrownBy(() -> withdrawals("").explore())
                .isInstanceOf(InterleavingViolation.class)
                .hasMessageContaining("replay: 1:");
    }

    @EachDatabase
    void fixed_code_holds_in_all_orders(TestDatabase db) {
        String lock = " for update";
        Exploration found = search().actor("request 1", () -> withdraw(lock))
                .actor("request 2", () -> withdraw(lock))
                .always("balance >= 0", () -> balance() >= 0)
                .explore();
        assertThat(found.toString()).startsWith("held in all 6 orders, exhausted, 2 actors, 3+3 steps, ");
    }

    @EachDatabase(ServerKind.POSTGRESQL)
    void an_automatic_commit_is_a_step_of_its_own(TestDatabase db) {
        assertThat(joins().tryExplore().verdict()).isEqualTo(Verdict.VIOLATED);
        assertThat(joins().wholeAutomaticCommits().tryExplore().verdict()).isEqualTo(Verdict.HELD);
    }

    /** Written through execute and through executeQuery: a CTE that writes, and RETURNING, are writes. */
    @EachDatabase(ServerKind.POSTGRESQL)
    void an_automatic_commit_is_a_step_of_its_own_for_writes_that_return_rows(TestDatabase db) {
        String join = "insert into member select 'ann' where not exists (select 1 from member)";
        for (String write :
                new String[] {join + " returning name", "with w as (" + join + " returning name) select * from w"}) {
            Exploration found = search().actor("one", () -> jdbc.queryForList(write))
                    .actor("other", () -> jdbc.queryForList(write))
                    .always("one member", () -> members() <= 1)
                    .tryExplore();
            assertThat(found.verdict()).as(write).isEqualTo(Verdict.VIOLATED);
        }
    }

    private int members() {
        return Objects.requireNonNull(jdbc.queryForObject("select count(*) from member", Integer.class));
    }

    private Interleavings joins() {
        String join = "insert into member select 'ann' where not exists (select 1 from member)";
        return search().actor("one", () -> jdbc.update(join))
                .actor("other", () -> jdbc.update(join))
                .always("one member", () -> members() <= 1);
    }

    @EachDatabase
    void the_reduction_leaves_out_orders_and_no_ends(TestDatabase db) {
        Exploration all = withdrawals("").crossCheck();
        Exploration some = withdrawals(" for update")
                .bounds(bounds -> bounds.reduced(true))
                .tryExplore();
        assertThat(all.scope().orders()).isEqualTo(14);
        assertThat(some.held()).isTrue();
        assertThat(some.toString()).contains("stand for the rest");
        assertThat(reduced().scope().orders()).isLessThan(14);
    }

    /** What a reader sees changes with the commit, so these two steps must never be taken for independent. */
    @EachDatabase
    void the_reduction_knows_that_a_commit_changes_what_is_read(TestDatabase db) {
        Exploration all = search().actor(
                        "reader",
                        () -> transaction.execute(status -> {
                            balance();
                            return balance();
                        }))
                .actor(
                        "writer",
                        () -> transaction.execute(
                                status -> jdbc.update("update account set balance = 20 where id = 1")))
                .afterwards(
                        "the second look sees the deposit",
                        outcomes -> Integer.valueOf(100).equals(outcomes.valueOf("reader")))
                .crossCheck();
        assertThat(all.outcomes()).hasSizeGreaterThan(1);
    }

    private Exploration reduced() {
        return search().actor("reader 1", () -> transaction.execute(status -> balance() + balance()))
                .actor("reader 2", () -> transaction.execute(status -> balance() + balance()))
                .bounds(bounds -> bounds.reduced(true))
                .explore();
    }

    @EachDatabase
    void an_event_happens_at_every_point(TestDatabase db) {
        Exploration found = search().actor(
                        "holder", () -> transaction.execute(status -> balance() == 100 && balance() == 100))
                .event("the lease ends", () -> jdbc.update("update account set balance = 0 where id = 1"))
                .afterwards("seen the same twice", outcomes -> !Boolean.FALSE.equals(outcomes.valueOf("holder")))
                .tryExplore();
        assertThat(found.toString()).contains("the lease ends → ok");
        assertThat(found.verdict()).isEqualTo(Verdict.VIOLATED);
    }

    @EachDatabase
    void a_connection_is_lost_before_and_after_each_step(TestDatabase db) {
        AtomicInteger calls = new AtomicInteger();
        Exploration found = search().actor("only one", () -> {
                    calls.incrementAndGet();
                    return jdbc.update("update account set balance = balance - 10 where id = 1");
                })
                .losingConnectionsOf("only one")
                .allowing(DataAccessException.class)
                .afterwards("done if it says so", outcomes -> outcomes.successes() == 0 || balance() == 90)
                .explore();
        assertThat(found.scope().orders()).isEqualTo(5);
        assertThat(calls).hasValueGreaterThanOrEqualTo(5);
        Exploration naive = search().actor(
                        "only one", () -> jdbc.update("update account set balance = balance - 10 where id = 1"))
                .losingConnectionsOf("only one")
                .allowing(DataAccessException.class)
                .afterwards("not done if it failed", outcomes -> outcomes.successes() == 1 || balance() == 100)
                .tryExplore();
        assertThat(naive.toString()).contains("done, but the reply was lost").contains("0,0?");
    }

    @EachDatabase(ServerKind.H2)
    void a_task_of_an_adopted_executor_takes_part(TestDatabase db) {
        Executor adopted = probe.adopt(task -> new Thread(task, "pool").start());
        Exploration found = search().actor("request", () -> adopted.execute(() -> withdraw("")))
                .actor("other", () -> withdraw(""))
                .always("balance >= 0", () -> balance() >= 0)
                .tryExplore();
        assertThat(found.toString()).contains("request/1").contains("does not hold");
    }

    @EachDatabase(ServerKind.H2)
    void a_thread_that_is_no_actor_is_refused_unless_ignored(TestDatabase db) {
        Exploration found = search().actor("request", () -> onAnotherThread("stranger"))
                .always("true", () -> true)
                .tryExplore();
        assertThat(found.verdict()).isEqualTo(Verdict.HARNESS_ERROR);
        assertThat(found.toString()).contains("thread 'stranger' is no actor").contains("probe.adopt(executor)");
        probe.ignore(name -> name.equals("poller"));
        assertThat(search().actor("request", () -> {
                            balance();
                            onAnotherThread("poller");
                        })
                        .always("true", () -> true)
                        .tryExplore()
                        .held())
                .isTrue();
    }

    private void onAnotherThread(String name) throws InterruptedException {
        Thread thread = new Thread(() -> jdbc.queryForList("select 1"), name);
        thread.setUncaughtExceptionHandler((failed, failure) -> {});
        thread.start();
        thread.join(Duration.ofSeconds(10).toMillis());
    }

    @EachDatabase(ServerKind.H2)
    void it_needs_no_framework(TestDatabase db) {
        DataSource pool = db.dataSource();
        RaceProbe probe = new RaceProbe();
        DataSource shop = probe.wrap(pool);
        Interleavings search = Interleavings.on(probe);
        assertThat(search.actor("only one", () -> new JdbcTemplate(shop).queryForList("select 1"))
                        .explore()
                        .scope()
                        .steps())
                .containsExactly(1);
    }

    @EachDatabase(ServerKind.H2)
    void bounds_are_kept_and_told(TestDatabase db) {
        assertThat(withdrawals(" for update")
                        .bounds(bounds -> bounds.schedules(3))
                        .tryExplore()
                        .toString())
                .contains("held in 3 of at least ")
                .contains("bound reached");
        Exploration serial =
                withdrawals("").bounds(bounds -> bounds.preemptions(0)).tryExplore();
        assertThat(serial.toString()).contains("held in all 2 orders of at most 0 switches");
        Exploration walked = withdrawals(" for update")
                .bounds(bounds -> bounds.schedules(2).randomWalks(20, 42))
                .tryExplore();
        assertThat(walked.toString()).contains("random walks with seed 42");
        assertThat(walked.scope().orders()).as("different orders").isBetween(3, 6);
    }

    @EachDatabase(ServerKind.H2)
    void an_error_of_an_actor_is_no_violation_and_no_pass(TestDatabase db) {
        Exploration found = search().actor("request", () -> {
                    balance();
                    throw new SQLException("no such thing", "99999");
                })
                .always("true", () -> true)
                .tryExplore();
        assertThat(found.verdict()).isEqualTo(Verdict.ACTOR_ERROR);
        assertThat(found.toString()).contains("request failed with SQLException (99999)");
    }

    /** What the steps say of themselves does not show that it matters who comes first. */
    @EachDatabase(ServerKind.H2)
    void a_violation_in_an_order_that_counts_for_nothing_is_told(TestDatabase db) {
        List<String> came = new ArrayList<>();
        Exploration found = search().given(came::clear)
                .actor("one", () -> balance() + (came.add("one") ? 1 : 0))
                .actor("other", () -> balance() + (came.add("other") ? 1 : 0))
                .always("one comes first", () -> came.get(0).equals("one"))
                .bounds(bounds -> bounds.reduced(true))
                .tryExplore();
        assertThat(found.verdict()).as(found::toString).isEqualTo(Verdict.VIOLATED);
    }
}
