package dev.safe4j.shop.doubleclaim;

import dev.safe4j.job.ClaimedJob;
import dev.safe4j.job.JobClaims;
import dev.safe4j.job.JobQueue;
import java.util.List;

/** A parcel is claimed before it is looked at, by one statement. */
public final class SafeParcelLabels implements ParcelLabels {

    private final JobClaims claims;
    private final Printer printer;

    public SafeParcelLabels(JobQueue jobs, Printer printer) {
        this.claims = jobs.claims("label");
        this.printer = printer;
    }

    @Override
    public int printAll() {
        int printed = 0;
        for (List<ClaimedJob> next = claims.claim(1); !next.isEmpty(); next = claims.claim(1)) {
            ClaimedJob job = next.get(0);
            printer.print(job.run().payload(String.class));
            job.complete();
            printed++;
        }
        return printed;
    }
}
