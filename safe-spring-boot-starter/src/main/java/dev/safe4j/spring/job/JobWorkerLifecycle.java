package dev.safe4j.spring.job;

import dev.safe4j.job.JobWorker;
import dev.safe4j.job.JobWorkerBuilder;
import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.SmartLifecycle;

/**
 * The worker of this instance, if it has anything to run. Thread-safe.
 *
 * <p>It is in the last phase of all: it begins to claim when everything that a job may need has begun, the web server and the connections to
 * others among it, and ends before any of that, so that what runs can come to its end. It is ended while beans are stopped, and not when
 * they are destroyed: then pools are closed.
 */
public final class JobWorkerLifecycle implements SmartInitializingSingleton, SmartLifecycle {

    private final JobMethods methods;
    private final Supplier<@Nullable JobWorkerBuilder> builders;
    private final boolean isEnabled;
    private final Duration grace;
    private @Nullable JobWorkerBuilder builder;
    private @Nullable JobWorker worker;

    /**
     * Makes the lifecycle.
     *
     * @param methods what the worker runs
     * @param builders begins the set-up of a worker; gives null if there is no queue
     * @param isEnabled whether there is to be a worker; if not, the methods are checked all the same
     * @param grace how long runs are given to end
     */
    public JobWorkerLifecycle(
            JobMethods methods, Supplier<@Nullable JobWorkerBuilder> builders, boolean isEnabled, Duration grace) {
        this.methods = methods;
        this.builders = builders;
        this.isEnabled = isEnabled;
        this.grace = grace;
    }

    @Override
    public synchronized void afterSingletonsInstantiated() {
        methods.find();
        JobWorkerBuilder begun = builders.get();
        if (!methods.areAny()) {
            return;
        }
        if (begun == null) {
            throw new IllegalArgumentException(methods.any()
                    + " is run for jobs, and there is no bean of dev.safe4j.job.JobQueue: it needs a DataSource, or"
                    + " safe4j.job.store.");
        }
        methods.addTo(begun);
        builder = isEnabled ? begun : null;
    }

    /**
     * Returns the names of what the methods run.
     *
     * @return types of jobs and names of schedules; none if there is no worker here
     */
    public synchronized Set<String> types() {
        return builder == null ? Set.of() : Set.copyOf(methods.types());
    }

    /**
     * Returns the worker.
     *
     * @return null if there is none, or it is not started
     */
    public synchronized @Nullable JobWorker worker() {
        return worker;
    }

    @Override
    public synchronized void start() {
        if (builder != null && worker == null) {
            worker = builder.build(); // another one after each stop
            worker.start();
        }
    }

    @Override
    public void stop() {
        JobWorker running = worker();
        if (running != null) {
            running.stop(grace);
            ended(running);
        }
    }

    private synchronized void ended(JobWorker stopped) {
        worker = stopped.equals(worker) ? null : worker;
    }

    @Override
    public boolean isRunning() {
        return worker() != null;
    }

    @Override
    public int getPhase() {
        return DEFAULT_PHASE; // which is the last one
    }
}
