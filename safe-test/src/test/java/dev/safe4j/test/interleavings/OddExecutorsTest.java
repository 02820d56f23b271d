package dev.safe4j.test.interleavings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Tag;

/** Adopted executors that run nothing, or run it at once. */
@Tag("slow")
class OddExecutorsTest extends AccountCases {

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
