package dev.safe4j.job;

import static dev.safe4j.job.Heard.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.job.JobListener.End;
import dev.safe4j.job.JobSchedule.Missed;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class JobScheduleTest {

    private static final Duration PERIOD = Duration.ofMillis(100);
    /** Whole tenths of seconds, as a cron expression has whole seconds. */
    private static final NextRun TENTHS =
            time -> Instant.ofEpochMilli((time.toEpochMilli() / PERIOD.toMillis() + 1) * PERIOD.toMillis());

    private final MemoryJobStore store = new MemoryJobStore();
    private final Heard heard = new Heard();
    private final JobQueue jobs = JobQueue.builder(store).listener(heard).build();

    @AfterEach
    void close() {
        jobs.close();
    }

    private JobWorker started(JobSchedule schedule) {
        JobWorker worker =
                jobs.worker().schedule(schedule).poll(Duration.ofMillis(20)).build();
        worker.start();
        return worker;
    }

    @Test
    void each_time_has_one_run_over_all_workers() {
        List<Instant> times = new CopyOnWriteArrayList<>();
        JobSchedule schedule = JobSchedule.of("count", "tenths", TENTHS, (run, same) -> times.add(run.due()));
        JobWorker one = started(schedule);
        JobWorker two = started(schedule);
        until("some runs", () -> times.size() >= 5);
        one.close();
        two.close();
        assertThat(times).doesNotHaveDuplicates().isSorted();
        assertThat(times)
                .as("exactly these times, the first one too")
                .allSatisfy(
                        each -> assertThat(each.getNano() % PERIOD.toNanos()).isZero());
        assertThat(store.counts())
                .singleElement()
                .satisfies(each -> assertThat(each.jobs()).isEqualTo(1));
    }

    @Test
    void a_run_that_takes_longer_than_the_period_is_not_overtaken() {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger together = new AtomicInteger();
        JobSchedule schedule = JobSchedule.of("count", "tenths", TENTHS, (run, same) -> {
            together.accumulateAndGet(running.incrementAndGet(), Math::max);
            Instant end = store.now().plus(PERIOD.multipliedBy(2));
            until("twice the period", () -> store.now().isAfter(end));
            running.decrementAndGet();
        });
        JobWorker one = started(schedule);
        JobWorker two = started(schedule);
        until("some runs", () -> heard.count(End.DONE) >= 3);
        one.close();
        two.close();
        assertThat(together).hasValue(1);
    }

    @Test
    void a_schedule_whose_rule_fails_keeps_no_other_one_from_its_runs() {
        AtomicInteger runs = new AtomicInteger();
        NextRun failing = time -> {
            throw new IllegalStateException("no time at all");
        };
        JobSchedule broken = JobSchedule.of("a", "never", failing, (run, same) -> {});
        JobSchedule sound = JobSchedule.of("b", "tenths", TENTHS, (run, same) -> runs.incrementAndGet());
        try (JobWorker worker = jobs.worker()
                .schedule(broken)
                .schedule(sound)
                .poll(Duration.ofMillis(20))
                .build()) {
            worker.start();
            until("it runs", () -> runs.get() >= 1);
        }
    }

    @Test
    void a_run_that_fails_for_good_leaves_the_schedule_to_its_next_time() {
        JobPolicy once = JobPolicy.defaults().attempts(1);
        AtomicInteger runs = new AtomicInteger();
        JobSchedule schedule = new JobSchedule("count", "tenths", TENTHS, Missed.ONE_RUN, once, (run, same) -> {
            if (runs.incrementAndGet() < 3) {
                throw new IllegalStateException("no");
            }
        });
        JobWorker worker = started(schedule);
        until("it is done", () -> heard.count(End.DONE) >= 1);
        worker.close();
        assertThat(runs.get()).isGreaterThanOrEqualTo(3);
        assertThat(jobs.deadLetters(0, 10)).isEmpty();
    }

    @Test
    void a_new_definition_moves_the_next_run() {
        NextRun never = time -> time.plus(Duration.ofDays(1));
        started(JobSchedule.of("count", "daily", never, (run, same) -> {})).close();
        Heard.until("it is scheduled", () -> store.counts().size() == 1);
        AtomicInteger runs = new AtomicInteger();
        JobWorker worker = started(JobSchedule.of("count", "tenths", TENTHS, (run, same) -> runs.incrementAndGet()));
        until("it is run", () -> runs.get() >= 2);
        worker.close();
        assertThat(store.counts())
                .singleElement()
                .satisfies(each -> assertThat(each.jobs()).isEqualTo(1));
    }

    @Test
    void times_that_were_missed_have_one_run_or_one_each() {
        Instant due = Instant.parse("2026-11-26T03:00:00Z");
        Instant now = due.plusMillis(350);
        JobSchedule one = JobSchedule.of("count", "tenths", TENTHS, (run, same) -> {});
        assertThat(one.nextAfter(due, now)).isEqualTo(due.plusMillis(400));
        assertThat(one.nextAfter(due, due)).isEqualTo(due.plusMillis(100));
        JobSchedule all =
                new JobSchedule("count", "tenths", TENTHS, Missed.ALL_RUNS, JobPolicy.defaults(), (run, same) -> {});
        assertThat(all.nextAfter(due, now)).isEqualTo(due.plusMillis(100));
    }

    @Test
    void a_run_that_fails_at_first_is_for_its_time_still_and_none_after_it_is_left_out() {
        JobPolicy slowly = JobPolicy.defaults().delays(PERIOD.multipliedBy(4), PERIOD.multipliedBy(4));
        List<Instant> times = new CopyOnWriteArrayList<>();
        AtomicInteger runs = new AtomicInteger();
        JobSchedule schedule = new JobSchedule("count", "tenths", TENTHS, Missed.ALL_RUNS, slowly, (run, same) -> {
            times.add(run.due());
            if (runs.incrementAndGet() == 1) {
                throw new IllegalStateException("no");
            }
        });
        JobWorker worker = started(schedule);
        until("the times of the delay have been made up for", () -> runs.get() >= 8);
        worker.close();
        assertThat(times.get(1)).as("the second attempt").isEqualTo(times.get(0));
        for (int i = 2; i < times.size(); i++) {
            assertThat(times.get(i)).isEqualTo(times.get(i - 1).plus(PERIOD));
        }
    }

    @Test
    void a_schedule_without_a_further_run_is_done() {
        JobSchedule last = JobSchedule.of("count", "once", new Once(), (run, same) -> {});
        JobWorker worker = started(last);
        until("it is done", () -> heard.count(End.DONE) == 1);
        worker.close();
        assertThat(store.counts()).isEmpty();
    }

    private static final class Once implements NextRun {

        private final AtomicInteger asked = new AtomicInteger();

        @Override
        public Instant after(Instant time) {
            return asked.getAndIncrement() == 0 ? time.plusMillis(50) : null;
        }
    }

    @Test
    void what_is_no_schedule_is_refused() {
        assertThatThrownBy(() -> NextRun.every(Duration.ZERO)).hasMessageContaining("PT0S");
        assertThatThrownBy(() -> JobSchedule.of("", "a", TENTHS, (run, same) -> {}))
                .hasMessageContaining("name");
        assertThatThrownBy(() -> JobSchedule.of("a", " ", TENTHS, (run, same) -> {}))
                .hasMessageContaining("definition");
        JobSchedule schedule = JobSchedule.of("mail", "a", TENTHS, (run, same) -> {});
        assertThatThrownBy(() -> jobs.worker()
                        .handle("mail", String.class, (mail, run) -> {})
                        .schedule(schedule))
                .hasMessageContaining("two handlers");
    }
}
