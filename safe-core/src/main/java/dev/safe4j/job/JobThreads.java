package dev.safe4j.job;

import dev.safe4j.background.WorkerThreads;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/**
 * The threads of one worker: one that claims, one that writes endings, one that watches the time, and those that run handlers, virtual ones
 * where the JDK has them; how many of those there are at a time is bounded by those who use them. All are daemons, so that a process that
 * was told to end does.
 */
final class JobThreads {

    private final String name;
    private final ScheduledThreadPoolExecutor timer;
    private final ExecutorService runners;

    JobThreads(String name, boolean virtual) {
        this.name = name;
        this.timer = WorkerThreads.timer(of("timer"));
        this.runners = virtual ? WorkerThreads.named(of("run")) : WorkerThreads.platform(of("run"));
    }

    ScheduledThreadPoolExecutor timer() {
        return timer;
    }

    ExecutorService runners() {
        return runners;
    }

    Thread start(String what, Runnable task) {
        Thread thread = WorkerThreads.daemons(of(what)).newThread(task);
        thread.start();
        return thread;
    }

    private String of(String what) {
        return "safe4j-job-" + what + "-" + name;
    }

    void close() {
        timer.shutdownNow();
        runners.shutdown();
    }
}
