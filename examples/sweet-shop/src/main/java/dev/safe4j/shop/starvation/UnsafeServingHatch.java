package dev.safe4j.shop.starvation;

/** One at a time; but who is next is whoever is quickest. */
public final class UnsafeServingHatch implements ServingHatch {

    private final Clerk clerk;

    public UnsafeServingHatch(Clerk clerk) {
        this.clerk = clerk;
    }

    @Override
    public synchronized void serve(String customer) {
        clerk.hand(customer);
    }
}
