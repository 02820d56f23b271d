package dev.safe4j.jdbc.job;

import dev.safe4j.jdbc.Database;
import dev.safe4j.jdbc.Dialect;
import dev.safe4j.job.Enqueued;
import dev.safe4j.job.JobEnding;
import dev.safe4j.job.JobStore.Claimable;
import dev.safe4j.job.JobStore.Claimed;
import dev.safe4j.job.JobStore.NewJob;
import dev.safe4j.job.JobStore.Owner;
import dev.safe4j.job.JobStore.Wanted;
import dev.safe4j.servers.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A store with its tables in a test's database, and what the tests ask of it. */
final class Queue {

    static final Duration LONG = Duration.ofMinutes(5);
    static final String TYPE = "mail";
    static final int ATTEMPTS = 3;

    final TestDatabase db;
    final Database database;
    final JdbcJobStore store;

    private Queue(TestDatabase db, DataSource own) {
        this.db = db;
        this.database = Database.of(db.dataSource());
        this.store = JdbcJobStore.builder(own).joining(database).build();
        store.schema().create(database);
    }

    static Queue in(TestDatabase db) {
        return new Queue(db, db.dataSource());
    }

    static Queue in(TestDatabase db, DataSource own) {
        return new Queue(db, own);
    }

    /** How jobs are claimed, for tests that hold the transaction of a claim open. */
    Claiming claiming() {
        return new Claiming(sql());
    }

    JobSql sql() {
        return new JobSql("safe4j_job", "safe4j_job_pace", dialect());
    }

    Dialect dialect() {
        return database.dialect();
    }

    static NewJob job(String payload) {
        return job(payload, null, null);
    }

    static NewJob job(String payload, @Nullable String dedupe, @Nullable String group) {
        return new NewJob(TYPE, payload.getBytes(StandardCharsets.UTF_8), Map.of(), 5, Duration.ZERO, dedupe, group);
    }

    long add(NewJob job) {
        return store.enqueue(List.of(job)).get(0).id();
    }

    List<Long> add(int jobs) {
        return store
                .enqueue(IntStream.range(0, jobs)
                        .mapToObj(each -> job("job " + each))
                        .toList())
                .stream()
                .map(Enqueued::id)
                .toList();
    }

    static Wanted wanted(int atMost) {
        return wanted(atMost, LONG);
    }

    static Wanted wanted(int atMost, Duration lease) {
        return new Wanted(
                List.of(new Claimable(TYPE, ATTEMPTS, null)),
                atMost,
                "worker",
                UUID.randomUUID().toString(),
                lease);
    }

    static List<Long> ids(List<Claimed> jobs) {
        return jobs.stream().map(Claimed::id).toList();
    }

    static List<Owner> owners(List<Claimed> jobs, Wanted wanted) {
        return jobs.stream().map(each -> new Owner(each.id(), wanted.token())).toList();
    }

    static List<JobEnding> done(List<Owner> owners, Duration keep) {
        return owners.stream()
                .map(each -> (JobEnding) new JobEnding.Done(each, keep))
                .toList();
    }
}
