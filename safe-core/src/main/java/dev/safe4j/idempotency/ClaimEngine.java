package dev.safe4j.idempotency;

import dev.safe4j.idempotency.IdempotencyListener.Ended;
import dev.safe4j.idempotency.IdempotencyListener.Found;
import dev.safe4j.idempotency.IdempotencyStore.Answer;
import dev.safe4j.idempotency.IdempotencyStore.Completed;
import dev.safe4j.idempotency.IdempotencyStore.Granted;
import dev.safe4j.idempotency.IdempotencyStore.Indeterminate;
import dev.safe4j.idempotency.IdempotencyStore.Owner;
import dev.safe4j.idempotency.IdempotencyStore.Renewal;
import dev.safe4j.idempotency.IdempotencyStore.Running;
import dev.safe4j.idempotency.IdempotencyStore.Wanted;
import dev.safe4j.lease.Lease;
import dev.safe4j.lease.LeaseKeeper;
import dev.safe4j.lease.Uninterrupted;
import dev.safe4j.retry.FaultClass;
import dev.safe4j.retry.RetryPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What all operations of a store share: the store, the keeper of its claims, the listeners. Thread-safe. */
final class ClaimEngine {

    private static final Logger LOG = LoggerFactory.getLogger(ClaimEngine.class);

    private final IdempotencyStore store;
    private final @Nullable TransactionalStore transactional;
    private final Answers answers;
    private final OperationOptions options;
    private final List<IdempotencyListener> listeners;
    private final LeaseKeeper keeper;
    private final Map<Lease, Owner> owners = new ConcurrentHashMap<>();
    /** A step that is sent again with its token is answered as the first time, so one whose answer was lost can be. */
    private final RetryPolicy again = RetryPolicy.defaults()
            .attempts(3)
            .within(Duration.ofSeconds(2))
            .alsoRetrying(FaultClass.AMBIGUOUS, FaultClass.CONNECTION);

    private volatile boolean isClosed;

    ClaimEngine(IdempotencyBuilder setUp) {
        this.store = setUp.store;
        this.transactional = setUp.transactional;
        this.answers = new Answers(setUp.codec);
        this.options = setUp.options;
        this.listeners = List.copyOf(setUp.listeners);
        this.keeper = new LeaseKeeper("idempotency-" + store.name(), this::renew);
    }

    IdempotencyStore store() {
        return store;
    }

    Answers answers() {
        return answers;
    }

    OperationOptions options() {
        return options;
    }

    TransactionalStore transactional() {
        if (transactional == null) {
            throw new IllegalStateException(
                    "store '" + store.name() + "' cannot take part in a transaction of the caller's"
                            + " database, or was not set up to (Idempotency.builder(store).transactional).");
        }
        return transactional;
    }

    private List<Boolean> renew(List<Lease> leases) {
        return store.renew(leases.stream().map(this::renewal).toList());
    }

    private Renewal renewal(Lease lease) {
        Owner owner = owners.get(lease);
        // One that was forgotten meanwhile is sent with a token that nobody has, and comes back as lost, which nobody
        // hears.
        return new Renewal(
                owner != null ? owner : new Owner(new RequestId("", "forgotten", lease.token()), lease.token(), 0),
                lease.length());
    }

    /** Claims, and waits for those who are at it as long as the options say. */
    Claim claim(RequestId id, @Nullable Fingerprint fingerprint, OperationOptions wanted) {
        Waiting waiting = new Waiting(wanted.within());
        Claim claim = claimOnce(id, fingerprint, wanted);
        while (claim instanceof Claim.InProgress running && waiting.pause(running.remaining())) {
            claim = claimOnce(id, fingerprint, wanted);
        }
        tellFound(id, claim);
        return claim;
    }

    private Claim claimOnce(RequestId id, @Nullable Fingerprint fingerprint, OperationOptions wanted) {
        if (isClosed) {
            throw new IllegalStateException("the idempotency over store '" + store.name()
                    + "' is closed: nothing can be" + " claimed any more.");
        }
        Wanted asked = new Wanted(id, newToken(), fingerprint, wanted.lease(), wanted.takesOver());
        long before = System.nanoTime();
        Answer answer = ask(asked);
        if (!(answer instanceof Granted granted)) {
            return found(answer);
        }
        Owner owner = new Owner(id, asked.token(), granted.attempt());
        Lease lease = new Lease(id.toString(), asked.token(), granted.attempt(), wanted.lease(), before);
        if (lease.remaining().isZero()) { // it took so long to get that somebody else may have it by now
            giveBack(owner);
            return new Claim.InProgress(granted.attempt(), Duration.ZERO);
        }
        keep(lease, owner, wanted.longest());
        return new OwnedClaim(this, owner, lease, wanted.keep());
    }

    private Answer ask(Wanted asked) {
        try {
            return repeated(() -> store.claim(asked));
        } catch (RuntimeException failure) {
            giveBackWhatMayBeHeld(asked, failure);
            throw failure;
        }
    }

    /** The claim may have been granted, and only its answer lost: then nobody would run it until its lease ends. */
    private void giveBackWhatMayBeHeld(Wanted asked, RuntimeException because) {
        try {
            if (Uninterrupted.call(() -> store.look(asked.id())) instanceof Running running) {
                giveBack(new Owner(asked.id(), asked.token(), running.attempt()));
            }
        } catch (RuntimeException second) {
            because.addSuppressed(second);
        }
    }

    private void keep(Lease lease, Owner owner, Duration longest) {
        owners.put(lease, owner);
        try {
            keeper.keep(lease, longest);
        } catch (RuntimeException | Error closed) { // or no thread could be had
            owners.remove(lease);
            giveBack(owner);
            throw closed;
        }
    }

    /** Nothing was run under the claim: a first one is as if it had never been, another's attempt before it stays known. */
    private void giveBack(Owner owner) {
        try {
            boolean given = Uninterrupted.call(() -> owner.attempt() > 1 ? store.abandon(owner) : store.release(owner));
            LOG.debug("{} is given back, unused: {}.", owner.id(), given);
        } catch (RuntimeException failure) {
            LOG.warn("{} was claimed, is not run, and could not be given back: its lease ends.", owner.id(), failure);
        }
    }

    static String newToken() {
        return UUID.randomUUID().toString();
    }

    static Claim found(Answer answer) {
        if (answer instanceof Completed done) {
            return new Claim.Replay(done.answer(), done.since());
        } else if (answer instanceof Running running) {
            return new Claim.InProgress(running.attempt(), running.remaining());
        } else if (answer instanceof Indeterminate lapsed) {
            return new Claim.Indeterminate(lapsed.attempt(), lapsed.since());
        }
        return new Claim.OtherRequest();
    }

    <T> T repeated(Supplier<T> step) {
        return again.run(attempt -> step.get());
    }

    /** For what is to be known of work that is done, though its thread was interrupted. */
    <T> T repeatedUninterrupted(Supplier<T> step) {
        return Uninterrupted.call(() -> repeated(step));
    }

    void forget(Lease lease) {
        keeper.forget(lease);
        owners.remove(lease);
    }

    void tellFound(RequestId id, Claim claim) {
        Found found;
        if (claim instanceof OwnedClaim owned) {
            found = owned.number() > 1 ? Found.TAKEN_OVER : Found.CLAIMED;
        } else if (claim instanceof Claim.Replay) {
            found = Found.REPLAYED;
        } else if (claim instanceof Claim.InProgress) {
            found = Found.IN_PROGRESS;
        } else if (claim instanceof Claim.Indeterminate) {
            found = Found.INDETERMINATE;
        } else {
            found = Found.OTHER_REQUEST;
        }
        tell(listener -> listener.onFound(id, found));
    }

    void tellFound(RequestId id, Found found) {
        tell(listener -> listener.onFound(id, found));
    }

    void tellEnded(RequestId id, Ended ended, long begun) {
        Duration time = Duration.ofNanos(System.nanoTime() - begun);
        tell(listener -> listener.onEnded(id, ended, time));
    }

    void tell(Consumer<IdempotencyListener> what) {
        for (IdempotencyListener listener : listeners) {
            try {
                what.accept(Objects.requireNonNull(listener));
            } catch (RuntimeException | Error failure) { // the latter of libraries that do not fit together
                LOG.warn("a listener of store '{}' failed; nothing else is changed by that.", store.name(), failure);
            }
        }
    }

    void close() {
        isClosed = true;
        keeper.close();
    }
}
