package dev.safe4j.jdbc.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.jdbc.Database;
import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Actions that are given when the commit is already done, and those that Spring does not tell of it. */
class AfterCommitPhaseTest {

    private final List<String> ran = new ArrayList<>();
    private final List<String> failed = new ArrayList<>();
    private final AfterCommit afterCommit =
            new AfterCommit((name, failure) -> failed.add(name + ": " + failure.getMessage()));
    private TransactionTemplate transaction;
    private TransactionTemplate another;

    @BeforeEach
    void transactions(TestDatabase db) {
        JdbcTransactionManager manager = new JdbcTransactionManager(db.dataSource());
        transaction = new TransactionTemplate(manager);
        another = new TransactionTemplate(manager);
        another.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    private static void onCommit(Runnable callback) {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                callback.run();
            }
        });
    }

    private static void onCompletion(IntConsumer callback) {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCompletion(int status) {
                callback.accept(status);
            }
        });
    }

    @EachDatabase
    void an_action_that_an_action_gives_is_run_once_after_the_others(TestDatabase db) {
        transaction.executeWithoutResult(status -> {
            afterCommit.run("first", () -> {
                ran.add("first");
                afterCommit.run("late", () -> ran.add("late"));
                afterCommit.runNowOrAfterCommit("later", () -> ran.add("later"));
                afterCommit.run("broken", () -> {
                    throw new IllegalStateException("no mail today");
                });
            });
            onCommit(() -> afterCommit.run("of another", () -> ran.add("of another")));
            afterCommit.run("second", () -> ran.add("second"));
        });
        assertThat(ran).containsExactly("first", "second", "late", "later", "of another");
        assertThat(failed).containsExactly("broken: no mail today");
    }

    @EachDatabase(ServerKind.H2)
    void after_the_completion_there_is_nothing_to_wait_for(TestDatabase db) {
        for (boolean rolledBack : List.of(false, true)) {
            transaction.executeWithoutResult(status -> {
                onCompletion(outcome -> {
                    afterCommit.runNowOrAfterCommit("now", () -> ran.add("now " + outcome));
                    assertThatThrownBy(() -> afterCommit.run("never", () -> ran.add("never")))
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessageContaining("'never'")
                            .hasMessageContaining("completed already");
                    ran.add("refused");
                });
                if (rolledBack) {
                    status.setRollbackOnly();
                }
            });
        }
        assertThat(ran).containsExactly("now 0", "refused", "now 1", "refused");
    }

    @EachDatabase
    void an_action_that_spring_passed_over_is_run_for_the_transaction_is_committed(TestDatabase db) {
        Transactions transactions = Transactions.on(Database.of(db.dataSource()));
        assertThatThrownBy(() -> transactions.runWithoutResult(attempt -> {
                    afterCommit.run("before", () -> ran.add("before"));
                    onCommit(() -> {
                        throw new IllegalStateException("a listener failed");
                    });
                    afterCommit.run("behind", () -> ran.add("behind"));
                }))
                .isInstanceOf(AfterCommitFailedException.class);
        assertThat(ran).containsExactly("before", "behind");
    }

    @EachDatabase
    void a_transaction_of_an_actions_own_has_actions_of_its_own(TestDatabase db) {
        transaction.executeWithoutResult(status -> afterCommit.run("outer", () -> {
            afterCommit.run(
                    "late",
                    () -> another.executeWithoutResult(third -> {
                        afterCommit.run("third", () -> ran.add("third"));
                        ran.add("in third");
                    }));
            another.executeWithoutResult(inner -> {
                afterCommit.run("inner", () -> ran.add("inner"));
                ran.add("in inner");
            });
            another.executeWithoutResult(inner -> {
                afterCommit.run("never", () -> ran.add("never"));
                inner.setRollbackOnly();
            });
            ran.add("outer");
        }));
        assertThat(ran).containsExactly("in inner", "inner", "outer", "in third", "third");
        assertThat(failed).isEmpty();
    }

    @EachDatabase(ServerKind.H2)
    void an_action_is_not_run_after_a_commit_whose_outcome_is_unknown(TestDatabase db) {
        TransactionTemplate lost = new TransactionTemplate(new JdbcTransactionManager(db.dataSource()) {
            @Override
            protected void doCommit(DefaultTransactionStatus status) {
                throw new TransactionSystemException("the answer was lost");
            }
        });
        assertThatThrownBy(() -> lost.executeWithoutResult(status -> {
                    onCompletion(outcome -> ran.add("outcome " + outcome));
                    afterCommit.run("never", () -> ran.add("never"));
                }))
                .hasMessageContaining("the answer was lost");
        assertThat(ran).containsExactly("outcome " + TransactionSynchronization.STATUS_UNKNOWN);
    }
}
