package dev.safe4j.spring.lock;

import dev.safe4j.lock.HeldLock;
import dev.safe4j.lock.Locks;
import java.util.List;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/** Lists the locks that this process holds: their keys, so it is for those who may see them. */
@Endpoint(id = "locks")
public final class LocksEndpoint {

    private final Locks locks;

    /**
     * Makes the endpoint.
     *
     * @param locks the application's locks
     */
    public LocksEndpoint(Locks locks) {
        this.locks = locks;
    }

    /**
     * The locks of this process.
     *
     * @param store the name of the store
     * @param held those that are held now
     */
    public record Held(String store, List<Entry> held) {}

    /**
     * One lock that is held.
     *
     * @param key what is locked
     * @param fence its fencing number
     * @param heldMillis since when
     * @param remainingMillis how long without another renewal
     */
    public record Entry(String key, long fence, long heldMillis, long remainingMillis) {}

    /**
     * Returns the locks that are held now.
     *
     * @return a snapshot
     */
    @ReadOperation
    public Held held() {
        return new Held(
                locks.storeName(),
                locks.held().stream().map(LocksEndpoint::entry).toList());
    }

    private static Entry entry(HeldLock lock) {
        return new Entry(
                lock.key(),
                lock.fence(),
                lock.held().toMillis(),
                lock.remaining().toMillis());
    }
}
