package dev.safe4j.redis.lock;

import dev.safe4j.lease.Lease;
import dev.safe4j.lock.LockStore;
import dev.safe4j.lock.LockStore.Answer;
import dev.safe4j.lock.LockStore.Busy;
import dev.safe4j.lock.LockStore.Granted;
import dev.safe4j.lock.LockStore.Release;
import dev.safe4j.lock.LockStore.Released;
import dev.safe4j.lock.LockStore.Request;
import java.time.Duration;
import java.util.List;

/** The steps of a store, for one lock each. */
record Steps(LockStore store) {

    static final Duration LEASE = Duration.ofSeconds(30);
    static final int FENCES = 10;

    static Request request(String key, String token) {
        return request(key, token, LEASE, false);
    }

    static Request request(String key, String token, Duration length, boolean waits) {
        return new Request(key, token, "checkout-1", length, FENCES, waits);
    }

    Answer acquire(Request request) {
        return store.acquire(List.of(request)).get(0);
    }

    Answer acquire(String key, String token) {
        return acquire(request(key, token));
    }

    Granted granted(String key, String token) {
        return (Granted) acquire(key, token);
    }

    Granted granted(String key, String token, Duration length) {
        return (Granted) acquire(request(key, token, length, false));
    }

    Busy busy(String key, String token) {
        return (Busy) acquire(key, token);
    }

    Released release(String key, String token, long lastFence) {
        return store.release(List.of(new Release(key, token, lastFence, Duration.ZERO)))
                .get(0);
    }

    Released release(String key, String token) {
        return release(key, token, 0);
    }

    boolean renew(String key, String token, Duration length) {
        return store.renew(List.of(new Lease(key, token, 1, length, System.nanoTime())))
                .get(0);
    }
}
