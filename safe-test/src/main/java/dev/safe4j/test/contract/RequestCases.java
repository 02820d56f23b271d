package dev.safe4j.test.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.safe4j.idempotency.Fingerprint;
import dev.safe4j.idempotency.IdempotencyStore;
import dev.safe4j.idempotency.IdempotencyStore.Answer;
import dev.safe4j.idempotency.IdempotencyStore.Completed;
import dev.safe4j.idempotency.IdempotencyStore.Granted;
import dev.safe4j.idempotency.IdempotencyStore.Indeterminate;
import dev.safe4j.idempotency.IdempotencyStore.OtherRequest;
import dev.safe4j.idempotency.IdempotencyStore.Owner;
import dev.safe4j.idempotency.IdempotencyStore.Renewal;
import dev.safe4j.idempotency.IdempotencyStore.Running;
import dev.safe4j.idempotency.IdempotencyStore.Wanted;
import dev.safe4j.idempotency.RequestId;
import dev.safe4j.idempotency.StoredAnswer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Two stores of requests over one state, as two processes have it, and what the cases ask of them. */
abstract class RequestCases extends TwoStores<IdempotencyStore> {

    /** Long enough that nothing ends by itself while a case runs. */
    static final Duration LONG = Duration.ofMinutes(5);

    static final Fingerprint TWO_SWEETS = Fingerprint.of("two sweets".getBytes(StandardCharsets.UTF_8));
    static final Fingerprint TEN_SWEETS = Fingerprint.of("ten sweets".getBytes(StandardCharsets.UTF_8));
    static final StoredAnswer ANSWER =
            StoredAnswer.result("java.lang.String", "receipt 1".getBytes(StandardCharsets.UTF_8));
    static final StoredAnswer OTHER_ANSWER =
            StoredAnswer.result("java.lang.String", "receipt 2".getBytes(StandardCharsets.UTF_8));

    private final String names = UUID.randomUUID().toString().substring(0, 8) + ":";
    /**
     * Tells whether the server deletes by itself what has expired: then a purge has nothing to count.
     *
     * @return false, unless overridden
     */
    protected boolean purgesItself() {
        return false;
    }

    /**
     * Returns the length of the leases whose end is waited for. It has to be many times a round trip to the store, also on a loaded
     * machine.
     *
     * @return 400 ms, unless overridden; {@link dev.safe4j.lease.Lease#SHORTEST} or more
     */
    protected Duration shortLease() {
        return Duration.ofMillis(400);
    }

    /** A request of this case alone. */
    RequestId id(String key) {
        return new RequestId("shop", "checkout", names + key);
    }

    static Wanted wanted(RequestId id, Duration lease) {
        return new Wanted(id, UUID.randomUUID().toString(), TWO_SWEETS, lease, true);
    }

    static Wanted wanted(RequestId id) {
        return wanted(id, LONG);
    }

    static Wanted asking(RequestId id, @Nullable Fingerprint fingerprint) {
        return new Wanted(id, UUID.randomUUID().toString(), fingerprint, LONG, true);
    }

    static Wanted leaving(RequestId id) {
        return new Wanted(id, UUID.randomUUID().toString(), TWO_SWEETS, LONG, false);
    }

    static Owner granted(IdempotencyStore from, Wanted wanted, long attempt) {
        Answer answer = from.claim(wanted);
        Granted granted = assertInstanceOf(Granted.class, answer, () -> "claim of " + wanted);
        assertEquals(attempt, granted.attempt(), () -> "the number of the attempt of " + wanted);
        return new Owner(wanted.id(), wanted.token(), attempt);
    }

    static Owner first(IdempotencyStore from, Wanted wanted) {
        return granted(from, wanted, 1);
    }

    static Running running(IdempotencyStore from, Wanted wanted) {
        return assertInstanceOf(Running.class, from.claim(wanted), () -> "claim of " + wanted);
    }

    static Completed completed(IdempotencyStore from, Wanted wanted) {
        return assertInstanceOf(Completed.class, from.claim(wanted), () -> "claim of " + wanted);
    }

    static Indeterminate indeterminate(IdempotencyStore from, Wanted wanted) {
        return assertInstanceOf(Indeterminate.class, from.claim(wanted), () -> "claim of " + wanted);
    }

    static void refused(IdempotencyStore from, Wanted wanted) {
        assertInstanceOf(OtherRequest.class, from.claim(wanted), () -> "claim of " + wanted);
    }

    /** A request that somebody began and gave up, on one store, so that the next who asks takes over. */
    Owner abandoned(RequestId id) {
        Owner lost = first(store, wanted(id));
        assertTrue(store.abandon(lost), "a claim that is held can be given up");
        return lost;
    }

    static Owner done(IdempotencyStore at, RequestId id, Duration keep) {
        Owner owner = first(at, wanted(id));
        assertTrue(at.complete(owner, ANSWER, keep));
        return owner;
    }

    /** Asks until the present lease has ended. */
    static Owner atItsEnd(IdempotencyStore from, Wanted wanted, long attempt) {
        AtomicReference<@Nullable Owner> owner = new AtomicReference<>();
        StoreCases.await("the claim of " + wanted.id() + " to end", () -> {
            if (from.claim(wanted) instanceof Granted now) {
                assertEquals(attempt, now.attempt());
                owner.set(new Owner(wanted.id(), wanted.token(), attempt));
            }
            return owner.get() != null;
        });
        return Objects.requireNonNull(owner.get());
    }

    static boolean renew(IdempotencyStore at, Owner owner, Duration lease) {
        List<Boolean> answers = at.renew(List.of(new Renewal(owner, lease)));
        assertEquals(1, answers.size(), () -> "answers to one renewal: " + answers);
        return answers.get(0);
    }

    static Duration since(long moment) {
        return Duration.ofNanos(System.nanoTime() - moment);
    }
}
