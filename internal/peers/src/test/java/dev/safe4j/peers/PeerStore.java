package dev.safe4j.peers;

import dev.safe4j.lease.Lease;
import dev.safe4j.lock.LockStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Another library's locks, as far as they go, as a store: what the library does not have is said by the column, see {@link
 * LockColumn}, so that no case asks for it.
 */
final class PeerStore implements LockStore {

    private static final Busy BUSY = new Busy("not known", 0, Instant.EPOCH, Duration.ZERO);

    /** The library. */
    interface Peer {
        /** One attempt, which does not wait. */
        Optional<Handle> tryLock(String key, Duration lease);

        /** Ends what the attempts have begun. */
        default void close() {}
    }

    /** What the library gives to a holder. */
    interface Handle {
        /** Tells whether it says that it is held still. */
        boolean renew(Duration lease);

        /** Releases it, after a while if that is not zero, and tells whether the library says that it was held still. */
        boolean release(Duration keepFor);

        /** The fencing number; 0 if there is none. */
        default long fence() {
            return 0;
        }
    }

    private final Peer peer;
    private final AtomicLong grants;
    private final Map<String, Handle> handles = new ConcurrentHashMap<>();

    /** Grants are counted together with the other stores of the column: where there are no numbers, that is their order. */
    PeerStore(Peer peer, AtomicLong grants) {
        this.peer = peer;
        this.grants = grants;
    }

    @Override
    public String name() {
        return peer.getClass().getSimpleName();
    }

    @Override
    public List<Answer> acquire(List<Request> requests) {
        return requests.stream().map(this::acquire).toList();
    }

    private Answer acquire(Request request) {
        return peer.tryLock(request.key(), request.length())
                .map(handle -> granted(request, handle))
                .orElse(BUSY);
    }

    private Answer granted(Request request, Handle handle) {
        handles.put(request.token(), handle);
        long counted = grants.getAndAdd(request.fences());
        return new Granted(handle.fence() == 0 ? counted : handle.fence(), Instant.EPOCH);
    }

    @Override
    public List<Boolean> renew(List<Lease> leases) {
        return leases.stream().map(this::renew).toList();
    }

    private boolean renew(Lease lease) {
        Handle handle = handles.get(lease.token());
        return handle != null && handle.renew(lease.length());
    }

    @Override
    public List<Released> release(List<Release> releases) {
        return releases.stream().map(this::release).toList();
    }

    private Released release(Release release) {
        Handle handle = handles.get(release.token());
        return handle != null && handle.release(release.keepFor()) ? Released.FREED : Released.LOST;
    }

    @Override
    public void close() {
        peer.close();
    }
}
