package dev.safe4j.faults;

import dev.safe4j.servers.Await;
import dev.safe4j.servers.OtherJvm;
import dev.safe4j.servers.WireTap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Future;

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
        LOSE_REPLY
    }

    private static final Duration LONGEST_STEP = Duration.ofSeconds(90);
    private static final int KILL_IN = 8;

    private final Crew crew;
    private final WireTap tap;
    private final Task task;
    private final List<String> requests;
    private final Random random;
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
    }

    /** Does each fault once, and then what comes, until the time is over and its consequences were seen, too. */
    void during(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        List<Fault> first = new ArrayList<>(List.of(Fault.values()));
        Collections.shuffle(first, random);
        first.forEach(this::happens);
        long latest = end + LONGEST_STEP.toNanos();
        while (System.nanoTime() - end < 0 || (!haveHappened() && System.nanoTime() - latest < 0)) {
            happens(random.nextInt(KILL_IN) == 0 ? Fault.KILL : others().get(random.nextInt(others().size())));
        }
    }

    private boolean haveHappened() {
        Judge judge = new Judge(crew.notes());
        return lostReplies() > 0
                && judge.losses() > 0
                && !judge.takeOvers().isEmpty()
                && judge.count(Step.Kind.ACQUIRE, Step.Outcome.INTERRUPTED) > 0;
    }

    private static List<Fault> others() {
        return List.of(Fault.PAUSE, Fault.CUT, Fault.LOSE_REPLY);
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
        }
        pass(20 + random.nextInt(200));
    }

    private void pause() {
        OtherJvm jvm = anyAlive();
        jvm.pause();
        int lease = Math.toIntExact(task.millis("lease", 0).toMillis());
        pass(lease / 2 + random.nextInt(2 * lease));
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
