package dev.safe4j.faults;

import dev.safe4j.servers.Await;
import dev.safe4j.servers.LocalServer;
import dev.safe4j.servers.OtherJvm;
import dev.safe4j.servers.WireTap;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Does random things to the workers of a run and to their connections, one after the other. For one thread. */
final class RandomFaults {

    /** What can be done. */
    enum Fault {
        /** A JVM stands still, for half a lease to twice a lease and a half. */
        PAUSE,
        /** A JVM is killed, and another one begins. */
        KILL,
        /** All connections are closed at once. */
        CUT,
        /** The next request of a kind is carried out, and its reply is lost. */
        LOSE_REPLY,
        /** A JVM ends in order, and another one begins. */
        RELIEVE,
        /** The server is killed, and started again. */
        KILL_STORE
    }

    private static final Duration LONGEST_STEP = Duration.ofSeconds(90);
    private static final int KILL_IN = 8;

    private final Crew crew;
    private final WireTap tap;
    private final Task task;
    private final List<String> requests;
    private final Random random;
    private final List<Fault> faults = new ArrayList<>(List.of(Fault.PAUSE, Fault.KILL, Fault.CUT, Fault.LOSE_REPLY));
    private final Deque<Fault> first = new ArrayDeque<>();
    private @Nullable LocalServer store;
    private final List<Future<String>> lostReplies = new ArrayList<>();
    private final Map<Fault, Integer> counts = new EnumMap<>(Fault.class);

    /**
     * Prepares them.
     *
     * @param tap what the workers of the task are connected through
     * @param requests parts of the text of each kind of request
     * @param seed of the order of the faults
     */
    RandomFaults(Crew crew, WireTap tap, Task task, List<String> requests, long seed) {
        this.crew = crew;
        this.tap = tap;
        this.task = task;
        this.requests = requests;
        this.random = new Random(seed);
        shuffle();
    }

    private void shuffle() {
        List<Fault> shuffled = new ArrayList<>(faults);
        Collections.shuffle(shuffled, random);
        first.clear();
        first.addAll(shuffled);
    }

    /**
     * Has them befall the server too, and workers be relieved.
     *
     * @param server of the run alone
     */
    RandomFaults killing(LocalServer server) {
        store = server;
        faults.addAll(List.of(Fault.RELIEVE, Fault.KILL_STORE));
        shuffle();
        return this;
    }

    /** Does each fault once, and then what comes, until the time is over and its consequences were seen, too. */
    void during(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        long latest = end + LONGEST_STEP.toNanos();
        while (!first.isEmpty() || System.nanoTime() - end < 0 || (!haveHappened() && System.nanoTime() - latest < 0)) {
            next();
        }
    }

    /** Does one: each once, and then what comes. */
    void next() {
        happens(first.isEmpty() ? any() : first.remove());
    }

    private Fault any() {
        List<Fault> others = faults.stream().filter(each -> each != Fault.KILL).toList();
        return random.nextInt(KILL_IN) == 0 ? Fault.KILL : others.get(random.nextInt(others.size()));
    }

    private boolean haveHappened() {
        Judge judge = new Judge(crew.notes());
        return lostReplies() > 0
                && judge.losses() > 0
                && !judge.takeOvers().isEmpty()
                && judge.count(Step.Kind.ACQUIRE, Step.Outcome.INTERRUPTED) > 0;
    }

    private void happens(Fault fault) {
        counts.merge(fault, 1, Integer::sum);
        switch (fault) {
            case PAUSE -> pause();
            case KILL -> {
                anyAlive().kill();
                crew.join(task);
            }
            case CUT -> tap.cutAll();
            case LOSE_REPLY -> loseReply();
            case RELIEVE -> crew.relieve(anyAlive(), task);
            case KILL_STORE -> {
                Objects.requireNonNull(store).kill();
                store.restart();
            }
        }
        pass(20 + random.nextInt(200));
    }

    private void pause() {
        OtherJvm jvm = anyAlive();
        jvm.pause();
        int lease = Math.toIntExact(task.millis("lease", 0).toMillis());
        boolean isFirst = counts.getOrDefault(Fault.PAUSE, 0) == 1; // which is sure to go past the lease
        pass((isFirst ? lease * 5 / 4 : lease / 2) + random.nextInt(2 * lease));
        jvm.resume();
    }

    private void loseReply() {
        String part = requests.get(random.nextInt(requests.size()));
        lostReplies.add(tap.dropReplyOf(text -> text.toLowerCase(Locale.ROOT).contains(part)));
    }

    private OtherJvm anyAlive() {
        List<OtherJvm> alive = crew.alive();
        return alive.get(random.nextInt(alive.size()));
    }

    /** The length of a fault is what it is about, so it is waited for and nothing else. */
    private static void pass(long millis) {
        long end = System.nanoTime() + Duration.ofMillis(millis).toNanos();
        Await.until(LONGEST_STEP, "the time of a fault has passed", () -> System.nanoTime() - end >= 0);
    }

    /** How many requests were carried out whose reply was lost on the way; a client may have sent some of them again. */
    long lostReplies() {
        return lostReplies.stream().filter(Future::isDone).count();
    }

    /** How often each was done. */
    Map<Fault, Integer> counts() {
        return counts;
    }
}
