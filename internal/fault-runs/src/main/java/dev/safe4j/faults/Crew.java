package dev.safe4j.faults;

import dev.safe4j.servers.Await;
import dev.safe4j.servers.OtherJvm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;

/** The workers of a run, each a JVM of its own, and what they have noted. */
final class Crew implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(60);
    /** What everything may take that happens all the time. */
    static final Duration STEPS = Duration.ofSeconds(60);

    private static final Duration END = Duration.ofSeconds(40);

    private final List<OtherJvm> jvms = new ArrayList<>();
    private final Notes notes = new Notes();
    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();
    private final Queue<String> said = new ConcurrentLinkedQueue<>();

    private final Class<?> program;

    private Crew(Class<?> program) {
        this.program = program;
    }

    /** Starts so many workers and waits until all are ready to go. */
    static Crew of(int workers, Task task) {
        return of(Collections.nCopies(workers, Map.of()), task);
    }

    /** Starts so many workers of another program and waits until all are ready to go. */
    static Crew of(Class<?> program, int workers, Task task) {
        return of(program, Collections.nCopies(workers, Map.of()), task);
    }

    /** So many of those that hold locks, one for each environment, with variables beside those of this JVM. */
    static Crew of(List<Map<String, String>> environments, Task task) {
        return of(Worker.class, environments, task);
    }

    private static Crew of(Class<?> program, List<Map<String, String>> environments, Task task) {
        Crew crew = new Crew(program);
        try {
            environments.forEach(each -> crew.add(crew.jvms.size(), task, each));
            crew.awaitReady(crew.jvms);
            return crew;
        } catch (RuntimeException | AssertionError failure) {
            crew.close();
            throw failure;
        }
    }

    private void add(int number, Task task, Map<String, String> environment) {
        Task named = task.with("name", "w" + number);
        Task mine = number % 2 == 1 ? named.with("lettuce", "yes") : named; // both clients of Redis in one run
        jvms.add(OtherJvm.start(program, mine.toArguments(), environment, this::hear));
    }

    private void hear(String line) {
        if (line.startsWith("COUNT ")) {
            String[] part = line.split(" ", -1);
            counts.computeIfAbsent(part[1], name -> new LongAdder()).add(Long.parseLong(part[2]));
        } else if (!notes.take(line)) {
            said.add(line);
            if (System.getenv("FAULTS_DEBUG") != null) {
                System.out.println(line);
            }
        }
    }

    private void await(String what, String line, int workers, Duration bound) {
        await(workers + " workers are " + what, bound, () -> saying(line) >= workers);
    }

    /** A worker that cannot begin ends. */
    private void awaitReady(List<OtherJvm> begun) {
        int all = jvms.size();
        await(
                "workers are ready or dead",
                START,
                () -> saying("READY") >= all || begun.stream().anyMatch(jvm -> !jvm.isAlive()));
        await("ready", "READY", all, Duration.ZERO);
    }

    private void await(String what, Duration bound, Callable<Boolean> condition) {
        try {
            Await.until(bound, what, condition);
        } catch (AssertionError late) {
            throw new AssertionError(late.getMessage() + "; they said:\n" + String.join("\n", said), late);
        }
    }

    private long saying(String line) {
        return said.stream().filter(line::equals).count();
    }

    void go() {
        jvms.forEach(jvm -> jvm.tell("go"));
    }

    /**
     * Has all holders halt between two writes, and waits for one of them.
     *
     * @return its acquisition
     */
    Step halt() {
        int before = halted().size();
        jvms.forEach(jvm -> jvm.tell("halt"));
        Await.until(STEPS, "a holder halts between two writes", () -> halted().size() > before);
        String id = halted().get(before);
        return notes.those(step -> step.id().equals(id)).findAny().orElseThrow();
    }

    /** Has those that have halted go on; one that is paused when it is resumed. */
    void on() {
        jvms.forEach(jvm -> jvm.tell("on"));
    }

    /**
     * Pauses the JVM of a holder that is between two writes.
     *
     * @return the acquisition that it goes on with when it is resumed
     */
    Step pauseHolder() {
        Step holder = halt();
        jvmOf(holder).pause();
        on();
        return holder;
    }

    private List<String> halted() {
        return sayings("HALTED ").stream()
                .map(line -> line.substring(line.indexOf(' ') + 1))
                .toList();
    }

    /** The JVM of the worker that took a step. */
    OtherJvm jvmOf(Step step) {
        return jvm(Integer.parseInt(step.client().substring(1, step.client().indexOf('/'))));
    }

    OtherJvm jvm(int number) {
        return jvms.get(number);
    }

    List<OtherJvm> alive() {
        return jvms.stream().filter(OtherJvm::isAlive).toList();
    }

    Notes notes() {
        return notes;
    }

    /** Starts another worker and waits until it is at work. */
    void join(Task task) {
        int number = jvms.size();
        add(number, task, Map.of());
        awaitReady(List.of(jvm(number)));
        jvm(number).tell("go");
    }

    /** Has a worker end in order, and another one take its place. */
    void relieve(OtherJvm jvm, Task task) {
        jvm.tell("stop");
        jvm.awaitEnd(END);
        join(task);
    }

    int size() {
        return jvms.size();
    }

    /** The answers to an order that begin with a word. */
    List<String> sayings(String word) {
        return said.stream().filter(line -> line.startsWith(word)).toList();
    }

    /** Waits until the workers have counted so many. */
    void awaitCounted(String name, long number, Duration bound) {
        await(number + " " + name, bound, () -> counted(name) >= number);
    }

    /** What the workers have counted, those that hold locks at their end, all whose names begin like this. */
    long counted(String name) {
        return counts.entrySet().stream()
                .filter(each -> each.getKey().startsWith(name))
                .mapToLong(each -> each.getValue().sum())
                .sum();
    }

    /** All of it. */
    Map<String, LongAdder> counts() {
        return new TreeMap<>(counts);
    }

    /** Waits until so many more steps of a kind have been taken. */
    void awaitMore(long number, String what, Predicate<Step> which) {
        long now = System.nanoTime();
        Await.until(
                STEPS,
                number + " more " + what,
                () -> notes.count(which.and(step -> step.isAnswered() && step.ret() - now > 0)) >= number);
    }

    /** Waits until a holder has taken such a step. */
    void awaitOf(Step holder, String what, Predicate<Step> which) {
        Await.until(
                STEPS, what, () -> notes.count(which.and(step -> step.holder().equals(holder.holder()))) > 0);
    }

    /** Waits until somebody else has the lock that a holder had. */
    void awaitTakeOver(Step before) {
        Await.until(
                STEPS,
                "lock '" + before.key() + "' is granted again",
                () -> notes.count(step -> step.is(Step.Kind.ACQUIRE, Step.Outcome.GRANTED)
                                && step.key().equals(before.key())
                                && step.fence() > before.fence())
                        > 0);
    }

    /** Has those that are alive end, and waits until all that they said is here. */
    void stop() {
        List<OtherJvm> alive = alive();
        alive.forEach(jvm -> jvm.tell("stop"));
        await("at their end", "BYE", alive.size(), END);
        alive.forEach(jvm -> jvm.awaitEnd(END));
    }

    @Override
    public void close() {
        jvms.forEach(OtherJvm::close);
    }
}
