package dev.safe4j.jdbc.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.job.JobStore.Claimable;
import dev.safe4j.job.JobStore.Claimed;
import dev.safe4j.job.JobStore.Wanted;
import dev.safe4j.job.Pace;
import dev.safe4j.servers.Await;
import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** What the guide says of types that have a pace. */
class JobPaceTest {

    private static final Duration BOUND = Duration.ofSeconds(30);
    private static final String BEGINNING = "update safe4j_job set";

    private static List<Claimed> claimed(Queue queue, Pace pace) {
        String token = Queue.wanted(1).token();
        List<Claimable> types = List.of(new Claimable(Queue.TYPE, Queue.ATTEMPTS, pace));
        return queue.store.claim(new Wanted(types, 10, "worker", token, Queue.LONG));
    }

    @EachDatabase
    void a_line_that_was_given_by_a_pace_too_slow_is_taken_back_by_the_statements_of_the_guide(TestDatabase db)
            throws IOException {
        Queue queue = Queue.in(db);
        queue.add(5);
        assertThat(claimed(queue, new Pace(1, Duration.ofDays(1)))).hasSize(1);
        Pace faster = new Pace(2, Duration.ofMillis(100));
        assertThat(claimed(queue, faster)).as("they have their turns").isEmpty();
        String guide = Files.readString(Path.of("..", "docs", "guide", "jobs.md"));
        int begin = guide.indexOf(BEGINNING);
        db.execute(guide.substring(begin, guide.indexOf("```", begin)).split(";\\s*"));
        AtomicInteger begun = new AtomicInteger();
        Await.until(
                BOUND,
                "all have begun",
                () -> begun.addAndGet(claimed(queue, faster).size()) == 4);
    }
}
