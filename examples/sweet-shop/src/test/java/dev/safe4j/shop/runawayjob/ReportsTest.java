package dev.safe4j.shop.runawayjob;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.job.JobQueue;
import dev.safe4j.servers.Await;
import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.shop.TestShop;
import dev.safe4j.shop.pages.Jobs;
import dev.safe4j.shop.pages.Recording;
import dev.safe4j.shop.pages.Visitor;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ReportsTest {

    private static final String CALLER = "caller: UnsafeReports.order";
    private static final String WORKER = "the worker's thread";

    private final List<String> begun = new CopyOnWriteArrayList<>();
    private final List<String> fetched = new CopyOnWriteArrayList<>();
    private final CountDownLatch answer = new CountDownLatch(1);

    private void fetch(String report) throws InterruptedException {
        begun.add(report);
        if (report.equals("taxes")) {
            answer.await();
        }
        fetched.add(report);
    }

    @Test
    void unsafe_has_no_worker_left_when_one_job_hangs() {
        Recording recording = new Recording(CALLER, WORKER);
        try (Reports reports = new UnsafeReports(this::fetch)) {
            reports.order("taxes");
            Await.until(Visitor.BOUND, "the worker asks for the taxes", () -> begun.contains("taxes"));
            recording.note(CALLER, "order(taxes)");
            recording.note(WORKER, "asks headquarters for the taxes; there is no answer");
            reports.order("sales");
            recording.note(CALLER, "order(sales) → waits in a queue without a bound");
            assertThat(fetched).isEmpty();
            assertThat(begun)
                    .as("the one thread there is waits for headquarters")
                    .containsExactly("taxes");
            answer.countDown();
            Await.until(Visitor.BOUND, "both are there", () -> fetched.size() == 2);
        }
        recording.assertOnPage("runaway-job", "no report is fetched any more, until somebody restarts the shop");
    }

    @EachDatabase({ServerKind.POSTGRESQL, ServerKind.H2})
    void safe_interrupts_it_and_fetches_the_next(TestDatabase db) {
        try (TestShop shop = TestShop.on(db);
                JobQueue jobs = Jobs.of(shop);
                Reports reports = new SafeReports(jobs, Duration.ofMillis(300), this::fetch)) {
            reports.order("taxes");
            Await.until(Visitor.BOUND, "the worker asks for the taxes", () -> begun.contains("taxes"));
            reports.order("sales");
            Await.until(Visitor.BOUND, "the sales are there", () -> fetched.contains("sales"));
            Await.until(
                    Visitor.BOUND,
                    "the taxes are given up",
                    () -> !jobs.deadLetters(0, 1).isEmpty());
            assertThat(fetched).containsExactly("sales");
            assertThat(begun).filteredOn("taxes"::equals).hasSize(2);
            assertThat(jobs.deadLetters(0, 1).get(0).saved().history()).contains("took longer than PT0.3S");
        }
    }
}
