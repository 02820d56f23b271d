package dev.safe4j.test.interleavings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Orders that count for nothing, and executors that run nothing, or run it at once. */
@Tag("slow")
class OddExecutorsTest {

    private final RaceProbe probe = new RaceProbe();
    private JdbcTemplate jdbc;
    private TransactionTemplate transaction;

    @BeforeEach
    void tables(TestDatabase db) {
        db.execute("create table account (id int primary key, balance int not null)");
        DataSource stepped = probe.wrap(db.newPool(4));
        jdbc = new JdbcTemplate(stepped);
        transaction = new TransactionTemplate(new JdbcTransactionManager(stepped));
    }

    private int balance() {
        return Objects.requireNonNull(jdbc.queryForObject("select balance from account where id = 1", Integer.class));
    }

    private Interleavings search() {
        return Interleavings.on(probe).isolation(Isolation.READ_COMMITTED).given(() -> {
            jdbc.update("delete from account");
            jdbc.update("insert into account values (1, 100)");
        });
    }

    private boolean withdraw(String lock) {
        return Boolean.TRUE.equals(transaction.execute(status -> {
            Integer balance = jdbc.queryForObject("select balance from account where id = ?" + lock, Integer.class, 1);
            return balance >= 80 && jdbc.update("update account set balance = balance - ? where id = ?", 80, 1) == 1;
        }));
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

    @EachDatabase(ServerKind.H2)
    void a_task_that_its_executor_rejects_takes_no_part(TestDatabase db) {
        Executor full = probe.adopt(task -> {
            throw new RejectedExecutionException("full");
        });
        Exploration found = search().actor("request", () -> {
                    assertThatThrownBy(() -> full.execute(() -> withdraw(""))).hasMessage("full");
                    return balance();
                })
                .actor("other", this::balance)
                .afterwards("only they end", outcomes -> outcomes.successes() == 2)
                .tryExplore();
        assertThat(found.verdict()).as(found::toString).isEqualTo(Verdict.HELD);
    }

    @EachDatabase
    void a_task_that_runs_in_its_callers_thread_is_an_actor_and_so_is_the_caller_after_it(TestDatabase db) {
        Executor direct = probe.adopt(Runnable::run);
        String lock = " for update";
        Exploration found = search().actor("request", () -> {
                    direct.execute(() -> withdraw(lock));
                    return balance();
                })
                .actor("other", () -> withdraw(lock))
                .always("balance >= 0", () -> balance() >= 0)
                .tryExplore();
        assertThat(found.verdict()).as(found::toString).isEqualTo(Verdict.HELD);
        assertThat(found.scope().isExhausted()).isTrue();
        assertThat(found.scope().steps()).containsExactly(1, 3);
        assertThat(found.outcomes())
                .allSatisfy((ends, count) -> assertThat(ends).contains("request/1: ok"));
    }
}
