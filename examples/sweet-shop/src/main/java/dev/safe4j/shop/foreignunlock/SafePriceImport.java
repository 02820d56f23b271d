package dev.safe4j.shop.foreignunlock;

import dev.safe4j.lock.HeldLock;
import dev.safe4j.lock.Locks;
import java.util.Optional;

/** Each acquisition has a token of its own, and gives back no lock but that. */
public final class SafePriceImport implements PriceImport {

    private final Locks locks;
    private final Runnable work;

    public SafePriceImport(Locks locks, Runnable work) {
        this.locks = locks;
        this.work = work;
    }

    @Override
    public boolean run() {
        Optional<HeldLock> free = locks.tryAcquire("price-import");
        if (free.isEmpty()) {
            return false;
        }
        try (HeldLock lock = free.get()) {
            work.run();
            return lock.isHeld();
        }
    }
}
