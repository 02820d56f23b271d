package dev.safe4j.shop.deadworker;

import dev.safe4j.job.ClaimedJob;
import dev.safe4j.job.JobClaims;
import dev.safe4j.job.JobQueue;
import java.time.Duration;
import java.util.List;

/** A claim lasts as long as somebody renews it. */
public final class SafeHandOvers implements HandOvers {

    private final JobClaims claims;
    private final Courier courier;

    public SafeHandOvers(JobQueue jobs, Duration lease, Courier courier) {
        this.claims = jobs.claims("hand-over").lease(lease);
        this.courier = courier;
    }

    @Override
    public boolean handOverNext() {
        claims.tidy();
        List<ClaimedJob> next = claims.claim(1);
        next.forEach(job -> {
            courier.take(job.run().payload(String.class));
            job.complete();
        });
        return !next.isEmpty();
    }
}
