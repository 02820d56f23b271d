package dev.safe4j.job;

import dev.safe4j.job.EndingBatch.Ended;
import dev.safe4j.job.JobListener.End;
import dev.safe4j.lease.LeaseLostException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs jobs, each on a thread of its runner, within its time and its claim. Thread-safe. */
final class JobExecution {

    private static final Logger LOG = LoggerFactory.getLogger(JobExecution.class);

    /** What a run that was interrupted is given to end before its thread is left to itself. */
    private static final Duration TO_END = Duration.ofSeconds(5);

    private final JobEngine engine;
    private final Handlings handlings;
    private final @Nullable JobTransactions transactions;
    private final ScheduledThreadPoolExecutor timer;
    private final Consumer<Ended> endings;
    private volatile boolean isStopping;

    JobExecution(
            JobWorkerBuilder options, Handlings handlings, ScheduledThreadPoolExecutor timer, Consumer<Ended> endings) {
        this.engine = options.engine;
        this.handlings = handlings;
        this.transactions = options.transactions;
        this.timer = timer;
        this.endings = endings;
    }

    /** From now on, what fails does so since it is interrupted. */
    void stopping() {
        isStopping = true;
    }

    /** Throws nothing. */
    void run(JobRun run, Runners.Runner runner) {
        long begun = System.nanoTime();
        Watch watch = new Watch(run, runner);
        try {
            run(run, watch, begun);
        } catch (Throwable stray) { // of a schedule's rule, or a failure that cannot say what it is
            watch.ended();
            engine.forget(run); // its claim runs out, and the attempt counts
            engine.ended(run, End.LOST, since(begun));
            LOG.error("How {} ended could not be found out: it is run again when its claim has run out.", run, stray);
        }
    }

    private void run(JobRun run, Watch watch, long begun) {
        Handling handling = handlings.of(run.type());
        if (!run.isHeld() || !engine.keep(run, handling.renewed())) {
            engine.ended(run, End.LOST, Duration.ZERO);
            return;
        }
        run.whenLost().thenAccept(watch::lost);
        watch.begin(handling.policy().timeLimit());
        engine.listeners().tell(each -> each.onBegun(run, run.waited()));
        @Nullable Throwable failure = call(handling, run);
        watch.ended();
        end(handling, run, failure == null ? null : watch.explained(handling, failure), since(begun));
    }

    private static Duration since(long begun) {
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    private @Nullable Throwable call(Handling handling, JobRun run) {
        JobContext.Scope scope = open(run);
        @Nullable Throwable failure = attempt(handling, run);
        try (scope) {
            if (failure != null) {
                scope.failed(failure);
            }
        } catch (RuntimeException | Error unable) {
            LOG.warn("The context of {} could not be undone.", run, unable);
        }
        return failure;
    }

    private @Nullable Throwable attempt(Handling handling, JobRun run) {
        try {
            JobTransactions wanted = handling.policy().isTransactional() ? transactions : null;
            if (wanted == null) {
                handling.body().run(run);
            } else {
                wanted.run(end -> {
                    handling.body().run(run);
                    complete(handling, run, end.test(handling.done(run)));
                });
            }
            return null;
        } catch (Throwable failure) { // whatever a handler throws is its failure, and the worker goes on
            return failure;
        }
    }

    private void complete(Handling handling, JobRun run, boolean mine) {
        if (!mine) {
            engine.lose(run.lease(), "the store says that it is no longer this worker's");
            throw new LeaseLostException(
                    run.lease().key(),
                    run.lease().fence(),
                    "what '" + handling.type() + "' has written is rolled back");
        }
    }

    private JobContext.Scope open(JobRun run) {
        try {
            return engine.context().open(run, run.job().context());
        } catch (RuntimeException | Error failure) {
            LOG.warn("The context of {} could not be put in place: it is run without.", run, failure);
            return () -> {};
        }
    }

    private void end(Handling handling, JobRun run, @Nullable Throwable failure, Duration time) {
        if (failure == null && handling.policy().isTransactional()) {
            engine.forget(run); // its end was written in its transaction
            engine.ended(run, End.DONE, time);
        } else if (!run.isHeld()) {
            if (failure != null) {
                LOG.warn("{} failed after its claim was lost.", run, failure);
            }
            engine.ended(run, End.LOST, time);
        } else if (failure == null) {
            endings.accept(new Ended(run, handling.done(run), End.DONE, time));
        } else if (isStopping) { // which is not the job's fault
            LOG.info("{} was interrupted, since its worker was stopped: it is given back.", run);
            endings.accept(new Ended(run, new JobEnding.GiveBack(run.owner()), End.GIVEN_BACK, time));
        } else {
            JobEnding ending = handling.failed(run, failure);
            End end = ending instanceof JobEnding.Bury ? End.DEAD : End.FAILED;
            LOG.warn("{} failed{}.", run, end == End.DEAD ? " for good" : "", failure);
            endings.accept(new Ended(run, ending, end, time));
        }
    }

    /** Sees to it that a run ends. Thread-safe. */
    private final class Watch {

        private final JobRun run;
        private final Runners.Runner runner;
        private boolean isEnded;
        private boolean isTimeOver;
        private @Nullable Future<?> limit;
        private @Nullable Future<?> abandoning;

        Watch(JobRun run, Runners.Runner runner) {
            this.run = run;
            this.runner = runner;
        }

        synchronized void begin(Duration timeLimit) {
            limit = timer.schedule(this::timeIsOver, timeLimit.toMillis(), TimeUnit.MILLISECONDS);
        }

        private synchronized void timeIsOver() {
            if (!isEnded) {
                isTimeOver = true;
                runner.interrupt();
            }
        }

        synchronized void lost(LeaseLostException why) {
            if (!isEnded) {
                LOG.warn("{} is interrupted: {}", run, why.getMessage());
                runner.interrupt();
                abandoning = timer.schedule(this::abandon, TO_END.toMillis(), TimeUnit.MILLISECONDS);
            }
        }

        private synchronized void abandon() {
            if (!isEnded && runner.abandon()) {
                LOG.error(
                        "{} goes on though its claim is lost and it was interrupted: its thread is left to itself.",
                        run);
                engine.listeners().tell(each -> each.onAbandoned(run));
            }
        }

        synchronized void ended() {
            isEnded = true;
            if (limit != null) {
                limit.cancel(false);
            }
            if (abandoning != null) {
                abandoning.cancel(false);
            }
        }

        synchronized Throwable explained(Handling handling, Throwable failure) {
            if (!isTimeOver) {
                return failure;
            }
            TimeoutException over = new TimeoutException(run + " was interrupted, since it took longer than "
                    + handling.policy().timeLimit());
            over.initCause(failure);
            return over;
        }
    }
}
