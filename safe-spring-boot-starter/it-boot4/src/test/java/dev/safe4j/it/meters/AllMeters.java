package dev.safe4j.it.meters;

import dev.safe4j.counter.CounterListener;
import dev.safe4j.fanout.FanOutListener;
import dev.safe4j.fanout.Outcome;
import dev.safe4j.job.JobListener;
import dev.safe4j.job.JobQueue;
import dev.safe4j.job.JobRun;
import dev.safe4j.job.JobStore.Tidied;
import dev.safe4j.job.MemoryJobStore;
import dev.safe4j.lock.LockListener;
import dev.safe4j.micrometer.CounterMeters;
import dev.safe4j.micrometer.FanOutMeters;
import dev.safe4j.micrometer.FanOutObservations;
import dev.safe4j.micrometer.FileMeters;
import dev.safe4j.micrometer.FlightMeters;
import dev.safe4j.micrometer.IdempotencyMeters;
import dev.safe4j.micrometer.JobGauges;
import dev.safe4j.micrometer.JobMeters;
import dev.safe4j.micrometer.JobObservations;
import dev.safe4j.micrometer.LockMeters;
import dev.safe4j.micrometer.LockObservations;
import dev.safe4j.micrometer.RetryMeters;
import dev.safe4j.micrometer.RowMeters;
import dev.safe4j.micrometer.TaskMeters;
import dev.safe4j.retry.Attempt;
import dev.safe4j.retry.FaultClass;
import dev.safe4j.retry.RetryListener;
import dev.safe4j.update.RowListener;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Has every meter and every span there can be: the listeners are told of each case. */
final class AllMeters {

    private static final String STORE = "orders";
    private static final String NAME = "prices";
    private static final Duration TIME = Duration.ofMillis(20);
    private static final Throwable FAILURE = new IllegalStateException("no");

    private AllMeters() {}

    /** Registers the meters. */
    static void register(MeterRegistry registry) {
        LockMeters locks = new LockMeters(registry, STORE);
        locks.onAttempt("key", LockListener.Outcome.ACQUIRED, TIME);
        new IdempotencyMeters(registry, STORE);
        new CounterMeters(registry, NAME).onTake("key", CounterListener.Outcome.DONE, TIME);
        new FileMeters(registry, NAME);
        rows(new RowMeters(registry));
        retries(new RetryMeters(registry, NAME));
        new FlightMeters(registry, NAME);
        fanOuts(new FanOutMeters(registry));
        tasks(new TaskMeters(registry));
        jobs(registry);
    }

    private static void rows(RowListener meters) {
        meters.onWrite("sweet", RowListener.Outcome.APPLIED);
        meters.onLock("sweet", RowListener.Locking.LOCKED, TIME);
    }

    private static void retries(RetryListener meters) {
        Attempt first = new Attempt(1, null);
        for (FaultClass fault : FaultClass.values()) {
            meters.onRetry(first, FAILURE, fault, TIME);
            for (RetryListener.Reason each : RetryListener.Reason.values()) {
                meters.onGivenUp(first, FAILURE, fault, each);
            }
        }
    }

    private static void fanOuts(FanOutListener meters) {
        Map<Outcome.Kind, Integer> each =
                Arrays.stream(Outcome.Kind.values()).collect(Collectors.toMap(kind -> kind, kind -> 1));
        meters.onBatchBegins(NAME).accept(new FanOutListener.End(each, 1, null));
        meters.onBatchBegins(NAME).accept(new FanOutListener.End(each, 0, FAILURE));
    }

    private static void tasks(TaskMeters meters) {
        meters.onEnd(NAME, TIME, null);
        meters.onEnd(NAME, TIME, FAILURE);
        meters.onRefused(NAME);
        meters.onStopped(NAME, 3);
    }

    private static void jobs(MeterRegistry registry) {
        JobMeters meters = new JobMeters(registry, STORE);
        JobRun run = run();
        meters.onEnqueued(run.type(), 1);
        meters.onClaimed(10, 1);
        meters.onBegun(run, TIME);
        for (JobListener.End each : JobListener.End.values()) {
            meters.onEnded(run, each, TIME);
        }
        meters.onAbandoned(run);
        meters.onRenewed(2, 1);
        meters.onHeartbeat(TIME);
        meters.onTidied(new Tidied(1, 1, 0));
        new JobGauges(registry, STORE, List::of, Duration.ofSeconds(1)).watch(run.type());
    }

    private static JobRun run() {
        try (JobQueue queue = JobQueue.on(new MemoryJobStore())) {
            queue.enqueue("mail", "to Ann");
            return queue.claims("mail").claim(1).get(0).run();
        }
    }

    /** Makes the observations. */
    static void observe(ObservationRegistry registry) {
        LockObservations locks = new LockObservations(registry, STORE);
        for (LockListener.Outcome each : LockListener.Outcome.values()) {
            locks.onAttemptBegins(List.of("key")).accept(each);
        }
        locks.onRunBegins(List.of("key")).accept(new LockListener.End(null));
        JobObservations jobs = new JobObservations(registry, STORE);
        jobs.open(run(), jobs.capture()).close();
        new FanOutObservations(registry).onBatchBegins(NAME).accept(new FanOutListener.End(Map.of(), 0, null));
    }
}
