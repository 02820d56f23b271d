package dev.safe4j.background;

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
 * Threads for work that waits: a virtual one for each task where the JDK has them, else daemons that end when they were idle for ten
 * seconds. They have no bound of their own: who uses them has one.
 */
public final class WorkerThreads {

    private WorkerThreads() {}

    /**
     * Makes threads.
     *
     * @param name what their names begin with; a number follows
     * @return runs every task at once, on a thread of its own; need not be closed
     */
    public static ExecutorService named(String name) {
        try {
            Class<?> builder = Class.forName("java.lang.Thread$Builder");
            Object ofVirtual = Thread.class.getMethod("ofVirtual").invoke(null);
            Object named = builder.getMethod("name", String.class, long.class).invoke(ofVirtual, name + "-", 1L);
            ThreadFactory factory = (ThreadFactory) builder.getMethod("factory").invoke(named);
            return (ExecutorService) Executors.class
                    .getMethod("newThreadPerTaskExecutor", ThreadFactory.class)
                    .invoke(null, factory);
        } catch (ClassNotFoundException
                | NoSuchMethodException
                | IllegalAccessException
                | InvocationTargetException older) { // by reflection, as the baseline has none
            return platform(name);
        }
    }

    /**
     * Makes threads of the operating system, for work that a virtual thread does badly.
     *
     * @param name what their names begin with; a number follows
     * @return runs every task at once, on a thread of its own; need not be closed
     */
    public static ExecutorService platform(String name) {
        return new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), daemons(name));
    }

    /**
     * Makes a timer of one thread.
     *
     * @param name what the thread's name begins with
     * @return the timer; forgets what it was given and what it is given when it is shut down
     */
    public static ScheduledThreadPoolExecutor timer(String name) {
        ScheduledThreadPoolExecutor timer =
                new ScheduledThreadPoolExecutor(1, daemons(name), new ThreadPoolExecutor.DiscardPolicy());
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }

    /**
     * Makes threads of the operating system that keep no process from ending.
     *
     * @param name what their names begin with; a number follows
     * @return makes them
     */
    public static ThreadFactory daemons(String name) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
