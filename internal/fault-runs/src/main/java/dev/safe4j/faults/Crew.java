package dev.safe4j.faults;

import dev.safe4j.servers.Await;
import dev.safe4j.servers.OtherJvm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

/** The workers of a run, each a JVM of its own, and what they have noted. */
final class Crew implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration END = Duration.ofSeconds(40);

    private final List<OtherJvm> jvms = new ArrayList<>();
    private final Notes notes = new Notes();
    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();
    private final Queue<String> said = new ConcurrentLinkedQueue<>();

    private Crew() {}

    /** Starts so many workers and waits until all are ready to go. */
    static Crew of(int workers, Task task) {
        return of(workers, task, Map.of());
    }

    /** The same with variables of their environment. */
    static Crew of(int workers, Task task, Map<String, String> environment) {
        Crew crew = new Crew();
        try {
            for (int i = 0; i < workers; i++) {
                crew.add(i, task, environment);
            }
            crew.await("ready", "READY", workers, START);
            return crew;
        } catch (RuntimeException | AssertionError failure) {
            crew.close();
            throw failure;
        }
    }

    private void add(int number, Task task, Map<String, String> environment) {
        Task named = task.with("name", "w" + number);
        Task mine = number % 2 == 1 ? named.with("lettuce", "yes") : named; // both clients of Redis in one run
        jvms.add(OtherJvm.start(Worker.class, mine.toArguments(), environment, this::hear));
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
        try {
            Await.until(bound, workers + " workers are " + what, () -> saying(line) >= workers);
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
     * Pauses the JVM of a holder that is between two writes.
     *
     * @return the acquisition that it goes on with when it is resumed
     */
    Step pauseHolder(Duration bound) {
        int before = halted().size();
        jvms.forEach(jvm -> jvm.tell("halt"));
        Await.until(bound, "a holder halts between two writes", () -> halted().size() > before);
        String id = halted().get(before);
        Step holder = notes.those(step -> step.id().equals(id)).findAny().orElseThrow();
        jvmOf(holder).pause();
        jvms.forEach(jvm -> jvm.tell("on")); // which the paused one hears when it is resumed
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

    Notes notes() {
        return notes;
    }

    /** Starts another worker and waits until it is at work. */
    void join(Task task) {
        int number = jvms.size();
        add(number, task, Map.of());
        await("ready", "READY", number + 1, START);
        jvm(number).tell("go");
    }

    int size() {
        return jvms.size();
    }

    /** The answers to an order that begin with a word. */
    List<String> sayings(String word) {
        return said.stream().filter(line -> line.startsWith(word)).toList();
    }

    /** How many steps of the stores had no answer: acquires, renewals, releases. */
    long unanswered(String steps) {
        LongAdder count = counts.get(steps);
        return count == null ? 0 : count.sum();
    }

    /** Has those that are alive end, and waits until all that they said is here. */
    void stop() {
        List<OtherJvm> alive = jvms.stream().filter(OtherJvm::isAlive).toList();
        alive.forEach(jvm -> jvm.tell("stop"));
        await("at their end", "BYE", alive.size(), END);
        alive.forEach(jvm -> jvm.awaitEnd(END));
    }

    @Override
    public void close() {
        jvms.forEach(OtherJvm::close);
    }
}
