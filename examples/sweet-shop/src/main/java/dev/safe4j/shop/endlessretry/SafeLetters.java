package dev.safe4j.shop.endlessretry;

import dev.safe4j.job.ClaimedJob;
import dev.safe4j.job.JobClaims;
import dev.safe4j.job.JobPolicy;
import dev.safe4j.job.JobQueue;
import java.time.Duration;
import java.util.List;

/** Three attempts, a wait between them, and then it is kept as dead, with what went wrong. */
public final class SafeLetters implements Letters {

    private static final JobPolicy THREE_TIMES =
            JobPolicy.defaults().attempts(3).delays(Duration.ofMillis(50), Duration.ofMinutes(5));

    private final JobClaims claims;
    private final Post post;

    public SafeLetters(JobQueue jobs, Post post) {
        this.claims = jobs.claims("letter").policy(THREE_TIMES);
        this.post = post;
    }

    @Override
    public boolean sendNext() {
        List<ClaimedJob> next = claims.claim(1);
        next.forEach(this::send);
        return !next.isEmpty();
    }

    private void send(ClaimedJob letter) {
        try {
            post.send(letter.run().payload(String.class));
        } catch (RuntimeException failure) {
            letter.fail(failure);
            return;
        }
        letter.complete();
    }
}
