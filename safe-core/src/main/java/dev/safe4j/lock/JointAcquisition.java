package dev.safe4j.lock;

import dev.safe4j.lock.LockListener.Outcome;
import dev.safe4j.lock.LockStore.Answer;
import dev.safe4j.lock.LockStore.Granted;
import dev.safe4j.lock.LockStore.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** An attempt to take several free locks of one store in one call. Used by one thread. */
final class JointAcquisition {

    private final LockEngine engine;
    private final LockOptions options;
    private final List<Cohort> entered = new ArrayList<>();
    private final long begun = System.nanoTime();
    /** Of what came in between, unless all were acquired. */
    private Outcome outcome = Outcome.BUSY;

    JointAcquisition(LockEngine engine, LockOptions options) {
        this.engine = engine;
        this.options = options;
    }

    /** The locks, or null if one is held or wanted by somebody else; then none is held. */
    @Nullable
    List<HeldLock> of(List<String> keys) {
        Consumer<Outcome> attempt = engine.events().attemptBegins(keys);
        List<HeldLock> locks = null;
        try {
            locks = !Thread.currentThread().isInterrupted() && enter(keys) ? ask(keys) : null;
            return locks;
        } finally {
            if (locks == null) {
                entered.forEach(Cohort::passOn);
                entered.forEach(engine::leave);
            }
            attempt.accept(locks == null ? outcome : Outcome.ACQUIRED);
        }
    }

    private boolean enter(List<String> keys) {
        Deadline now = Deadline.in(Duration.ZERO);
        for (String key : keys) {
            Deadline others = engine.standsBackUntil(key);
            if (others != null && !others.isOver()) {
                return false;
            }
            Cohort cohort = engine.join(key);
            if (cohort.enter(options, now) == null) {
                engine.leave(cohort);
                return false;
            }
            entered.add(cohort);
        }
        return true;
    }

    private @Nullable List<HeldLock> ask(List<String> keys) {
        List<Request> requests =
                keys.stream().map(key -> engine.request(key, options, false)).toList();
        long asked = System.nanoTime();
        List<Answer> answers;
        try {
            answers = engine.store().acquire(requests);
        } catch (RuntimeException failure) {
            engine.cleanUp(requests, failure);
            outcome = Thread.currentThread().isInterrupted() ? Outcome.INTERRUPTED : Outcome.FAILED;
            keys.forEach(key -> attempted(key, outcome));
            throw LockInterruptedException.or(keys.get(0), failure);
        }
        List<Request> granted = requests.stream()
                .filter(each -> answers.get(requests.indexOf(each)) instanceof Granted)
                .toList();
        if (granted.size() < requests.size()) {
            engine.cleanUp(granted);
            return null;
        }
        List<Tenure> tenures = IntStream.range(0, requests.size())
                .mapToObj(i -> engine.tenure(requests.get(i), (Granted) answers.get(i), options, asked))
                .toList();
        if (tenures.stream().anyMatch(Tenure::isOver)) { // the answer took longer than the lease
            engine.cleanUp(requests);
            return null;
        }
        return begin(keys, tenures);
    }

    private List<HeldLock> begin(List<String> keys, List<Tenure> tenures) {
        List<HeldLock> locks = new ArrayList<>();
        try {
            for (Tenure each : tenures) {
                HeldLock lock = entered.get(locks.size()).begin(each, options);
                locks.add(lock);
                attempted(lock.key(), Outcome.ACQUIRED);
            }
        } catch (RuntimeException | Error closed) { // which has given back its own
            tenures.subList(locks.size() + 1, tenures.size()).forEach(engine::discard);
            outcome = Outcome.FAILED;
            keys.subList(locks.size(), keys.size()).forEach(key -> attempted(key, outcome));
            entered.subList(0, locks.size()).clear(); // left by their release
            locks.forEach(lock -> lock.cohort().release(lock));
            throw closed;
        }
        return locks;
    }

    private void attempted(String key, Outcome outcome) {
        engine.events().attempted(key, outcome, Duration.ofNanos(System.nanoTime() - begun));
    }
}
