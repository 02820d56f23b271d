package dev.safe4j.lease;

import java.util.List;

/** The store's side of a renewal: the only thing that a {@link LeaseKeeper} asks of a store. */
@FunctionalInterface
public interface LeaseRenewer {

    /**
     * Makes the leases last their full length from now on, by the store's clock, as far as they are still their owners'. In as few
     * round trips as the store can.
     *
     * @param leases the leases, each with another key
     * @return for each, in the same order, whether it was renewed; false means that it is lost and nothing was written
     * @throws PartlyRenewedException if the store keeps leases in several places and some did not answer: it has what the others said
     * @throws RuntimeException if the store did not answer, or cannot say it of one of them; some may have been renewed
     */
    List<Boolean> renew(List<Lease> leases);
}
