package dev.safe4j.jdbc.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.jdbc.Database;
import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.springframework.jdbc.core.JdbcTemplate;

class AfterCommitTest {

    @EachDatabase
    void actions_run_after_the_commit_in_order_and_never_after_a_rollback(TestDatabase db) {
        db.execute("create table t (id int primary key)");
        Transactions transactions = Transactions.on(Database.of(db.dataSource()));
        JdbcTemplate jdbc = new JdbcTemplate(db.dataSource());
        List<String> ran = new ArrayList<>();
        List<String> failed = new ArrayList<>();
        AfterCommit afterCommit = new AfterCommit((name, failure) -> failed.add(name + ": " + failure.getMessage()));
        transactions.runWithoutResult(attempt -> {
            jdbc.update("insert into t values (1)");
            afterCommit.run("first", () -> ran.add("rows visible: " + db.value(Long.class, "select count(*) from t")));
            afterCommit.run("broken", () -> {
                throw new IllegalStateException("no mail today");
            });
            afterCommit.runNowOrAfterCommit("last", () -> ran.add("last"));
            assertThat(ran).isEmpty();
        });
        assertThatThrownBy(() -> transactions.runWithoutResult(attempt -> {
                    afterCommit.run("never", () -> ran.add("never"));
                    throw new IllegalStateException("rolled back");
                }))
                .hasMessage("rolled back");
        assertThat(ran).containsExactly("rows visible: 1", "last");
        assertThat(failed).containsExactly("broken: no mail today");
    }

    @EachDatabase(ServerKind.H2)
    void without_a_transaction_there_is_no_commit_to_wait_for(TestDatabase db) {
        AfterCommit afterCommit = new AfterCommit();
        assertThatThrownBy(() -> afterCommit.run("mail", () -> {}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("'mail'");
        List<String> ran = new ArrayList<>();
        afterCommit.runNowOrAfterCommit("now", () -> ran.add("now"));
        assertThat(ran).containsExactly("now");
    }

    @EachDatabase(ServerKind.H2)
    void a_transaction_over_its_budget_is_reported_once_with_its_stack(TestDatabase db) {
        ScheduledExecutorService watcher = Executors.newSingleThreadScheduledExecutor();
        try {
            List<TimeBudget.Overrun> overruns = new CopyOnWriteArrayList<>();
            Transactions transactions =
                    Transactions.on(Database.of(db.dataSource())).named("slow");
            TimeBudget budget = TimeBudget.of(Duration.ofMillis(30)).reportedTo(overruns::add);
            transactions.budget(budget.watchedBy(watcher)).runWithoutResult(attempt -> waitForReport(overruns));
            assertThat(overruns).hasSize(1);
            assertThat(overruns.get(0).name()).isEqualTo("slow");
            assertThat(overruns.get(0).stack())
                    .anyMatch(frame -> frame.getMethodName().equals("waitForReport"));

            transactions
                    .budget(TimeBudget.of(Duration.ofHours(1)).reportedTo(overruns::add))
                    .run(attempt -> "quick");
            assertThat(overruns).hasSize(1);
            transactions
                    .budget(TimeBudget.of(Duration.ofNanos(1)).reportedTo(overruns::add))
                    .run(attempt -> "any");
            assertThat(overruns).hasSize(2);
        } finally {
            watcher.shutdownNow();
        }
        assertThatThrownBy(() -> TimeBudget.of(Duration.ZERO)).hasMessageContaining("longer than zero, and is PT0S");
    }

    private static void waitForReport(List<TimeBudget.Overrun> overruns) {
        dev.safe4j.servers.Await.until(Duration.ofSeconds(10), "the report", () -> !overruns.isEmpty());
    }
}
