package dev.safe4j.job;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads of one worker: one that claims, one that writes endings, one that watches the time, and those that run handlers, virtual ones
 * where the JDK has them. All are daemons, so that a process that was told to end does.
 */
final class JobThreads {

    private final String name;
    private final ScheduledThreadPoolExecutor timer;
    private final ExecutorService runners;

    JobThreads(String name, boolean virtual) {
        this.name = name;
        this.timer = new ScheduledThreadPoolExecutor(1, daemon("timer"), new ThreadPoolExecutor.DiscardPolicy());
        timer.setRemoveOnCancelPolicy(true);
        this.runners = virtual ? virtualOrPlatform() : platform();
    }

    ScheduledThreadPoolExecutor timer() {
        return timer;
    }

    ExecutorService runners() {
        return runners;
    }

    Thread start(String what, Runnable task) {
        Thread thread = daemon(what).newThread(task);
        thread.start();
        return thread;
    }

    private ThreadFactory daemon(String what) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, "safe4j-job-" + what + "-" + name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** How many there are at a time is bounded by those who use it, whichever kind they are. */
    private ExecutorService platform() {
        return new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), daemon("run"));
    }

    /** By reflection, as the baseline has none. */
    private ExecutorService virtualOrPlatform() {
        try {
            Class<?> builder = Class.forName("java.lang.Thread$Builder");
            Object ofVirtual = Thread.class.getMethod("ofVirtual").invoke(null);
            Object named = builder.getMethod("name", String.class, long.class)
                    .invoke(ofVirtual, "safe4j-job-run-" + name + "-", 1L);
            ThreadFactory factory = (ThreadFactory) builder.getMethod("factory").invoke(named);
            return (ExecutorService) Executors.class
                    .getMethod("newThreadPerTaskExecutor", ThreadFactory.class)
                    .invoke(null, factory);
        } catch (ClassNotFoundException
                | NoSuchMethodException
                | IllegalAccessException
                | InvocationTargetException older) {
            return platform();
        }
    }

    void close() {
        timer.shutdownNow();
        runners.shutdown();
    }
}
