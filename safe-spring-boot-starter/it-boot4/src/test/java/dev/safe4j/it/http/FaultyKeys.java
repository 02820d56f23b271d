package dev.safe4j.it.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.idempotency.IdempotencyStore;
import dev.safe4j.idempotency.MemoryIdempotencyStore;
import dev.safe4j.idempotency.RequestId;
import dev.safe4j.idempotency.StoredAnswer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A store that can be taken down, before a request or after it, and that can give a claim to somebody else. */
final class FaultyKeys implements IdempotencyStore {

    private final MemoryIdempotencyStore store = new MemoryIdempotencyStore();
    private volatile boolean isDown;
    private volatile @Nullable Wanted granted;
    final AtomicInteger refusals = new AtomicInteger();

    void down(boolean down) {
        isDown = down;
    }

    /** As after a pause beyond the lease: the claim that was granted last is taken over by somebody else. */
    void takeAwayTheLast() {
        Wanted last = Objects.requireNonNull(granted, "nothing was claimed");
        store.abandon(new Owner(last.id(), last.token(), 1));
        Answer other = store.claim(
                new Wanted(last.id(), "of somebody else", last.fingerprint(), Duration.ofSeconds(30), true));
        assertThat(other).isEqualTo(new Granted(2));
    }

    private MemoryIdempotencyStore up() {
        if (isDown) {
            refusals.incrementAndGet();
            throw new IllegalStateException("the store is down, as the test wants it");
        }
        return store;
    }

    @Override
    public String name() {
        return "faulty";
    }

    @Override
    public Answer claim(Wanted wanted) {
        Answer answer = up().claim(wanted);
        if (answer instanceof Granted) {
            granted = wanted;
        }
        return answer;
    }

    @Override
    public boolean complete(Owner owner, StoredAnswer answer, Duration keep) {
        return up().complete(owner, answer, keep);
    }

    @Override
    public boolean release(Owner owner) {
        return up().release(owner);
    }

    @Override
    public boolean abandon(Owner owner) {
        return up().abandon(owner);
    }

    @Override
    public List<Boolean> renew(List<Renewal> renewals) {
        return up().renew(renewals);
    }

    @Override
    public boolean record(Owner owner, String step, StoredAnswer result) {
        return up().record(owner, step, result);
    }

    @Override
    public Map<String, StoredAnswer> steps(RequestId id) {
        return up().steps(id);
    }

    @Override
    public @Nullable Answer look(RequestId id) {
        return up().look(id);
    }

    @Override
    public boolean resolve(RequestId id, long attempt, @Nullable StoredAnswer answer, Duration keep) {
        return up().resolve(id, attempt, answer, keep);
    }

    @Override
    public int purge(int atMost) {
        return up().purge(atMost);
    }

    @Override
    public void close() {
        store.close();
    }
}
