package dev.safe4j.shop.starvation;

import dev.safe4j.lock.Locks;

/** Who comes again goes to the end of the queue. */
public final class SafeServingHatch implements ServingHatch {

    private final Locks locks;
    private final Clerk clerk;

    public SafeServingHatch(Locks locks, Clerk clerk) {
        this.locks = locks;
        this.clerk = clerk;
    }

    @Override
    public void serve(String customer) {
        locks.runWithLock("serving-hatch", held -> clerk.hand(customer));
    }
}
