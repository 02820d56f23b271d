package dev.safe4j.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.jdbc.transaction.TimeBudget;
import dev.safe4j.jdbc.transaction.TimeBudget.Overrun;
import dev.safe4j.jdbc.transaction.Transactions;
import dev.safe4j.servers.Await;
import dev.safe4j.spring.transaction.BudgetWatcher;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** Every transaction of the application against its budget. */
@ExtendWith(OutputCaptureExtension.class)
@Tag("slow")
class BudgetTest {

    private static final Duration BOUND = Duration.ofSeconds(20);

    private final List<Overrun> overruns = new CopyOnWriteArrayList<>();

    @Test
    void a_transactional_method_over_the_budget_is_reported_once_while_it_runs(CapturedOutput output) {
        Applications.onH2()
                .withPropertyValues("safe4j.transaction.budget=30ms")
                .withBean(Slow.class)
                .run(context -> {
                    String stack = "(BudgetTest.java:"; // at first inside the method, under load before it
                    context.getBean(Slow.class).until(() -> output.getOut().contains(stack));
                    assertThat(output)
                            .containsOnlyOnce("Transaction 'dev.safe4j.it.BudgetTest$Slow.until' has run for")
                            .contains("and its budget is PT0.03S: locks and a connection are held.");
                });
    }

    @Test
    void so_is_one_of_the_runner_and_of_the_template() {
        Applications.onH2().withBean("own", TimeBudget.class, this::ownBudget).run(context -> {
            context.getBean(Transactions.class).named("by-runner").runWithoutResult(attempt -> awaitOverruns(1));
            context.getBean(TransactionTemplate.class).executeWithoutResult(status -> awaitOverruns(2));
            assertThat(overruns).extracting(Overrun::name).containsExactly("by-runner", "");
            assertThat(overruns)
                    .allSatisfy(overrun -> assertThat(overrun.taken()).isGreaterThan(overrun.limit()));
        });
    }

    @Test
    void an_inner_transaction_of_its_own_is_watched_by_itself() {
        Applications.onH2()
                .withBean("own", TimeBudget.class, this::ownBudget)
                .withBean(Inner.class)
                .run(context -> {
                    Inner inner = context.getBean(Inner.class);
                    context.getBean(TransactionTemplate.class).executeWithoutResult(status -> {
                        inner.own(() -> awaitOverruns(2));
                        inner.same(() -> {});
                    });
                    assertThat(overruns).hasSize(2);
                    assertThat(overruns).extracting(Overrun::name).anyMatch(name -> name.endsWith("Inner.own"));
                });
    }

    @Test
    void one_within_the_budget_is_not_reported(CapturedOutput output) {
        Applications.onH2()
                .withPropertyValues("safe4j.transaction.budget=1h")
                .withBean(Slow.class)
                .run(context -> {
                    context.getBean(Slow.class).until(() -> true);
                    assertThat(output).doesNotContain("budget is");
                });
    }

    @Test
    void without_a_budget_there_is_no_watcher_and_nothing_listens() {
        Applications.onH2()
                .run(context ->
                        assertThat(context).doesNotHaveBean(BudgetWatcher.class).doesNotHaveBean(TimeBudget.class));
    }

    @Test
    void the_watcher_ends_with_the_application_and_is_not_taken_for_its_executor() {
        Set<Thread> ofOthers = Set.copyOf(watchers());
        Applications.onH2()
                .withPropertyValues("safe4j.transaction.budget=1h")
                .withBean(Slow.class)
                .run(context -> {
                    context.getBean(Slow.class).until(() -> true);
                    assertThat(watchers()).hasSize(ofOthers.size() + 1).allMatch(Thread::isDaemon);
                    assertThat(context).doesNotHaveBean(ScheduledExecutorService.class);
                    assertThat(context).hasSingleBean(Executor.class); // Spring Boot's own
                });
        Await.until(BOUND, "the watcher's thread has ended", () -> ofOthers.containsAll(watchers()));
    }

    @Test
    void the_application_keeps_its_scheduler() {
        Applications.onH2()
                .withPropertyValues("safe4j.transaction.budget=1h")
                .withUserConfiguration(Scheduling.class)
                .run(context -> assertThat(context).hasSingleBean(TaskScheduler.class));
    }

    private static List<Thread> watchers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("safe4j-transaction-budget"))
                .toList();
    }

    private TimeBudget ownBudget() {
        BudgetWatcher watcher = new BudgetWatcher();
        return watcher.watch(TimeBudget.of(Duration.ofMillis(30)).reportedTo(overruns::add));
    }

    private void awaitOverruns(int number) {
        Await.until(BOUND, number + " overruns are reported", () -> overruns.size() == number);
    }

    static class Slow {
        @Transactional
        public void until(Callable<Boolean> condition) {
            Await.until(BOUND, "the test's condition holds", condition);
        }
    }

    static class Inner {
        @Transactional(propagation = Propagation.REQUIRES_NEW)
        public void own(Runnable body) {
            body.run();
        }

        @Transactional
        public void same(Runnable body) {
            body.run();
        }
    }

    @EnableScheduling
    static class Scheduling {}
}
