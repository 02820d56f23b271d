package dev.safe4j.faults;

import dev.safe4j.servers.OtherJvm;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Several desks that all ask for the same requests, block by block, each by a worker, which is a JVM of its own; the next one at the desk
 * asks again for what the one before was killed over. For one thread.
 */
final class RequestCrew implements AutoCloseable {

    private static final Duration SILENCE = Duration.ofMinutes(3);
    /** Blocks that a worker has at a time, so that its threads have other work while some wait for the end of a lease. */
    private static final int AHEAD = 4;

    /** A line that a worker said. */
    private record Heard(String worker, String line) {}

    /** Where a worker sits. */
    private static final class Desk {

        private final Deque<Integer> todo;
        private final Set<Integer> begun = new HashSet<>();
        private String worker = "";
        private boolean isReady;

        Desk(int blocks) {
            todo = new ArrayDeque<>(IntStream.range(0, blocks).boxed().toList());
        }

        boolean isDone() {
            return todo.isEmpty() && begun.isEmpty();
        }
    }

    private final Task task;
    private final RequestNotes notes;
    private final Random random;
    private final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();
    private final List<Desk> desks = new ArrayList<>();
    private final Map<String, OtherJvm> jvms = new HashMap<>();
    private int workers;

    RequestCrew(Task task, int desks, int blocks, RequestNotes notes, Random random) {
        this.task = task;
        this.notes = notes;
        this.random = random;
        for (int i = 0; i < desks; i++) {
            this.desks.add(new Desk(blocks));
        }
    }

    /** Has all desks ask for all blocks; the action is told how many were done each time when one more is. */
    void work(IntConsumer afterEach) {
        desks.forEach(this::seat);
        int done = 0;
        while (!desks.stream().allMatch(Desk::isDone)) {
            if (hear(next()) && !desks.stream().allMatch(Desk::isDone)) {
                afterEach.accept(++done);
            }
        }
    }

    private void seat(Desk desk) {
        String worker = "w" + workers++;
        desk.worker = worker;
        Task named = task.with("name", worker);
        Task mine = workers % 2 == 1 ? named.with("lettuce", "yes") : named; // both clients of Redis in one run
        jvms.put(
                worker,
                OtherJvm.start(
                        RequestWorker.class, mine.toArguments(), Map.of(), line -> heard.add(new Heard(worker, line))));
    }

    private Heard next() {
        long end = System.nanoTime() + SILENCE.toNanos();
        while (System.nanoTime() - end < 0) {
            Heard next = heardWithinASecond();
            if (next != null) {
                return next;
            }
            if (jvms.values().stream().anyMatch(jvm -> !jvm.isAlive()) && heard.isEmpty()) {
                throw new AssertionError("a worker has ended by itself; before that\n" + notes.others());
            }
        }
        throw new AssertionError("nobody has said anything for " + SILENCE + "; begun are "
                + desks.stream().map(desk -> desk.worker + ": " + desk.begun).toList() + "; before that\n"
                + notes.others());
    }

    private @Nullable Heard heardWithinASecond() {
        try {
            return heard.poll(1, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while the workers work", interrupted);
        }
    }

    /** Whether a block is done. */
    private boolean hear(Heard said) {
        Desk desk = desks.stream()
                .filter(each -> each.worker.equals(said.worker))
                .findAny()
                .orElseThrow();
        if (said.line.equals("READY")) {
            desk.isReady = true;
            handOut(desk);
            return false;
        }
        if (!said.line.startsWith("DONE ")) {
            notes.take(said.worker, said.line);
            return false;
        }
        int block = notes.done(desks.indexOf(desk), said.line);
        desk.begun.remove(block);
        handOut(desk);
        return true;
    }

    private void handOut(Desk desk) {
        while (desk.isReady && desk.begun.size() < AHEAD && !desk.todo.isEmpty()) {
            int block = desk.todo.remove();
            desk.begun.add(block);
            Objects.requireNonNull(jvms.get(desk.worker)).tell("block " + block);
        }
    }

    /** Kills a worker that is at work, with kill -9, and seats another one; false if there was none. */
    boolean kill() {
        List<Desk> working =
                desks.stream().filter(desk -> desk.isReady && !desk.isDone()).toList();
        if (working.isEmpty()) {
            return false;
        }
        Desk desk = working.get(random.nextInt(working.size()));
        desk.isReady = false;
        Objects.requireNonNull(jvms.remove(desk.worker)).close();
        notes.killed(desk.worker);
        for (Heard each = heard.poll(); each != null; each = heard.poll()) { // its last words
            hear(each);
        }
        desk.begun.stream().sorted().forEach(desk.todo::addFirst);
        desk.begun.clear();
        seat(desk);
        return true;
    }

    @Override
    public void close() {
        jvms.values().forEach(OtherJvm::close);
    }
}
