package dev.safe4j.faults;

import dev.safe4j.retry.FaultClass;
import dev.safe4j.retry.RetryPolicy;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * A program that holds locks and writes under them until it is told to stop; the arguments are those of its {@link Task}. It says READY,
 * goes at "go", says what it does, halts between two writes from "halt" to "on", ends at "stop", and by itself if the JVM that started
 * it is gone or its life is over.
 */
public final class Worker {

    private static final int LIFE_SECONDS = 300;
    private static final int HALTED = 3;
    private static final Duration LONG = Duration.ofSeconds(30);

    private final Task task;
    private final Site site;
    private final Gate gate = new Gate(Program::say);
    private final List<Thread> threads = new ArrayList<>();
    private final List<Loop> loops = new ArrayList<>();

    private Worker(Task task, Site site) {
        this.task = task;
        this.site = site;
    }

    /** Runs a task. */
    public static void main(String[] arguments) throws IOException {
        Task task = Task.fromArguments(List.of(arguments));
        daemon(Worker::haltAtTheEndOfLife, "end-of-life");
        try (Site site = Site.open(task);
                BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            new Worker(task, site).obey(orders);
        }
        Runtime.getRuntime().halt(0);
    }

    private static void haltAtTheEndOfLife() {
        try {
            new CountDownLatch(1).await(LIFE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(HALTED);
    }

    private static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void obey(BufferedReader orders) throws IOException {
        warm();
        Program.say("READY");
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            switch (order) {
                case "go" -> go();
                case "halt" -> gate.shut();
                case "on" -> gate.open();
                case "clock" -> Program.say("CLOCK " + System.currentTimeMillis());
                case "stop" -> {
                    stop();
                    return;
                }
                default -> throw new IllegalArgumentException("there is no order '" + order + "'");
            }
        }
        Runtime.getRuntime().halt(HALTED); // whoever gives orders is gone
    }

    /** Connects and loads classes, which takes longer than the leases of the run, so that its time is spent on the run. */
    private void warm() {
        RetryPolicy.defaults()
                .attempts(20)
                .within(LONG)
                .classifiedBy(failure -> FaultClass.TRANSIENT) // the answers of a busy machine are late, too
                .run(attempt -> site.locks()
                        .lease(LONG)
                        .withLock("warm-" + task.text("name") + attempt.number(), held -> {
                            held.renew();
                            return true;
                        }));
    }

    private void go() {
        Journal journal = new Journal(Program::say);
        site.begin().run();
        for (int i = 0; i < task.number("threads", 1); i++) {
            String name = task.text("name") + "/" + i;
            Loop loop = new Loop(name, task, site, journal, gate);
            loops.add(loop);
            threads.add(daemon(loop, name));
        }
        if (task.has("interrupts")) {
            daemon(this::interrupt, "interrupts");
        }
    }

    /** Interrupts a thread every few milliseconds, wherever it is, and counts where that was. */
    private void interrupt() {
        long most = task.number("interrupts", 1);
        while (!gate.isOverWithin(1 + ThreadLocalRandom.current().nextLong(most))) {
            int any = ThreadLocalRandom.current().nextInt(threads.size());
            Step.Kind doing = loops.get(any).doing();
            threads.get(any).interrupt();
            if (doing != null && doing == loops.get(any).doing()) {
                site.store().count("interrupted-" + doing);
            }
        }
    }

    private void stop() {
        gate.end();
        boolean all = true;
        for (Thread thread : threads) {
            all &= ended(thread);
        }
        WatchedStore store = site.store();
        store.counts().forEach((name, count) -> Program.say("COUNT " + name + " " + count));
        store.failures().forEach((type, text) -> Program.say("FAILURE " + type + ": " + text.replace('\n', ' ')));
        Program.say(all ? "BYE" : "STUCK");
    }

    private static boolean ended(Thread thread) {
        try {
            thread.join(TimeUnit.SECONDS.toMillis(20));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            List.of(thread.getStackTrace()).forEach(frame -> Program.say("stuck: " + frame));
        }
        return !thread.isAlive();
    }
}
