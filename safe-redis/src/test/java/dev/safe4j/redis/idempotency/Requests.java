package dev.safe4j.redis.idempotency;

import dev.safe4j.idempotency.Fingerprint;
import dev.safe4j.idempotency.IdempotencyStore;
import dev.safe4j.idempotency.IdempotencyStore.Granted;
import dev.safe4j.idempotency.IdempotencyStore.Owner;
import dev.safe4j.idempotency.IdempotencyStore.Renewal;
import dev.safe4j.idempotency.IdempotencyStore.Wanted;
import dev.safe4j.idempotency.RequestId;
import dev.safe4j.idempotency.StoredAnswer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** Requests of one kind, and the steps of a store for one each. */
record Requests(IdempotencyStore store) {

    static final Duration LEASE = Duration.ofSeconds(30);
    static final Duration KEPT = Duration.ofHours(1);
    static final StoredAnswer RECEIPT = StoredAnswer.result("text", "receipt 1".getBytes(StandardCharsets.UTF_8));
    static final StoredAnswer OTHER = StoredAnswer.result("text", "receipt 2".getBytes(StandardCharsets.UTF_8));
    private static final Fingerprint TWO_SWEETS = Fingerprint.of("two sweets".getBytes(StandardCharsets.UTF_8));

    static RequestId id(String key) {
        return new RequestId("shop", "checkout", key);
    }

    static Wanted wanted(RequestId id, Duration lease) {
        return new Wanted(id, UUID.randomUUID().toString(), TWO_SWEETS, lease, true);
    }

    Owner claimed(RequestId id) {
        return claimed(id, LEASE);
    }

    Owner claimed(RequestId id, Duration lease) {
        return claimed(wanted(id, lease));
    }

    Owner claimed(Wanted wanted) {
        return new Owner(wanted.id(), wanted.token(), ((Granted) store.claim(wanted)).attempt());
    }

    boolean renew(Owner owner, Duration lease) {
        return store.renew(List.of(new Renewal(owner, lease))).get(0);
    }
}
