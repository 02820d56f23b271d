package dev.safe4j.jdbc.job;

import dev.safe4j.jdbc.Database;
import dev.safe4j.jdbc.Schema;
import dev.safe4j.jdbc.Session;
import dev.safe4j.jdbc.ShortTransactions;
import dev.safe4j.jdbc.transaction.AfterCommit;
import dev.safe4j.jdbc.transaction.Transactions;
import dev.safe4j.job.Enqueued;
import dev.safe4j.job.JobCount;
import dev.safe4j.job.JobEnding;
import dev.safe4j.job.JobState;
import dev.safe4j.job.JobStore;
import dev.safe4j.job.StoredJob;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DuplicateKeyException;

/**
 * Jobs in a table of PostgreSQL, MariaDB, MySQL or H2. Thread-safe.
 *
 * <p>Jobs are enqueued in the caller's transaction if it is one of the data source that was given to {@link JdbcJobStoreBuilder#joining}. Every other
 * step is one short transaction on a connection of the store's own data source, whatever transaction the caller has open; that should be a
 * small pool for this store alone, or callers who hold all connections of a common one wait for each other. Works at any isolation level of
 * its connections; at READ COMMITTED with the fewest repetitions.
 *
 * <p>On MariaDB and MySQL at REPEATABLE READ a caller's transaction looks for a job with the same key in its snapshot: one that was done
 * since then still stands for what is enqueued. On H2, whose clock stands still in a transaction, a delay counts from its beginning.
 *
 * <p>A step that fails throws a {@link DataAccessException}, or an {@link dev.safe4j.retry.OutcomeUnknownException} if it may have been
 * done; deadlocks and serialization failures are repeated until the time limit, but for those of a caller's transaction.
 */
public final class JdbcJobStore implements JobStore {

    /** On which workers are told of jobs, unless said otherwise. */
    public static final String DEFAULT_CHANNEL = "safe4j_job";

    /** What is deleted in one transaction of a purge, which takes some milliseconds. */
    private static final int BATCH = 200;

    private static final int LONGEST_WORKER = 200;
    private static final Logger LOG = LoggerFactory.getLogger(JdbcJobStore.class);

    private final String name;
    private final Database own;
    private final Database business;
    private final JobTables tables;
    private final ShortTransactions steps;
    private final AfterCommit afterCommit = new AfterCommit();
    private final @Nullable Notice notice;

    JdbcJobStore(JdbcJobStoreBuilder options) {
        this.name = options.name;
        this.own = options.own;
        this.business = options.business;
        this.tables = new JobTables(own, options.table);
        this.steps = new ShortTransactions(own, name, options.table, options.timeLimit);
        this.notice = options.channel == null ? null : new Notice(steps, options.channel);
    }

    /**
     * Makes a store with the defaults: table {@code safe4j_job}, name "jdbc", one data source for all.
     *
     * @param dataSource where the jobs are, and where transactions are joined; stays the caller's to close, after the store
     * @return the store; the tables are looked for at its first step
     */
    public static JdbcJobStore on(DataSource dataSource) {
        return builder(dataSource).build();
    }

    /**
     * Begins to set up a store.
     *
     * @param own the store's own data source; stays the caller's to close, after the store
     * @return the set-up
     */
    public static JdbcJobStoreBuilder builder(DataSource own) {
        return new JdbcJobStoreBuilder(Database.of(own));
    }

    @Override
    public String name() {
        return name;
    }

    /**
     * Returns the tables, with the statements that create them.
     *
     * @return the schema
     */
    public Schema schema() {
        return tables.schema();
    }

    /**
     * Returns the database that the tables are in.
     *
     * @return the database over the store's own data source
     */
    public Database database() {
        return own;
    }

    /** The database whose transactions are joined. */
    Database business() {
        return business;
    }

    JobTables tables() {
        return tables;
    }

    /** {@inheritDoc} Many are sent in several statements; they are one transaction even so. */
    @Override
    public List<Enqueued> enqueue(List<NewJob> jobs) {
        Enqueueing enqueueing = tables.known().enqueueing();
        List<List<NewJob>> parts = Enqueueing.parts(jobs);
        Session.Work<List<Enqueued>> all = session -> enqueueing.enqueue(session, parts);
        // in the caller's transaction too, which may be one of another data source
        Session.Work<List<Enqueued>> work = parts.size() > 1 ? session -> ShortTransactions.whole(session, all) : all;
        String task = "enqueueing jobs";
        return Transactions.isInside() ? business.run(task, work) : steps.run(task, work);
    }

    /** {@inheritDoc} Then workers of other processes are told too, if the store {@linkplain JdbcJobStoreBuilder#notifying notifies}. */
    @Override
    public void whenVisible(boolean inGroup, Runnable hint) {
        afterCommit.runNowOrAfterCommit("waking the workers", () -> {
            hint.run();
            if (notice != null) {
                notice.tell(inGroup);
            }
        });
    }

    @Override
    public List<Claimed> claim(Wanted wanted) {
        if (wanted.worker().length() > LONGEST_WORKER) {
            throw new IllegalArgumentException("the name of a worker has at most " + LONGEST_WORKER + " characters; '"
                    + wanted.worker() + "' has more.");
        }
        Claiming claiming = tables.known().claiming();
        return wanted.types().isEmpty() || wanted.atMost() < 1 ? List.of() : claiming.claim(steps, wanted);
    }

    @Override
    public List<Boolean> renew(List<Owner> owners, Duration lease) {
        Owning owning = tables.known().owning();
        return owners.isEmpty()
                ? List.of()
                : steps.run("renewing claims", session -> owning.renew(session, owners, lease));
    }

    @Override
    public boolean save(Owner owner, double progress, @Nullable String resume) {
        Owning owning = tables.known().owning();
        return steps.run("saving how far a job has come", session -> owning.save(session, owner, progress, resume));
    }

    /** {@inheritDoc} Workers of other processes are told of what can be claimed by that, as they are of what is enqueued. */
    @Override
    public List<Boolean> end(List<JobEnding> endings) {
        if (endings.isEmpty()) {
            return List.of();
        }
        Owning owning = tables.known().owning();
        Set<String> groups = new HashSet<>();
        List<Boolean> ended = steps.run("ending claims", session -> owning.end(session, endings, groups));
        giveTurns(groups);
        tellIfAny(givenBack(endings, ended));
        return ended;
    }

    private static int givenBack(List<JobEnding> endings, List<Boolean> ended) {
        return (int) IntStream.range(0, endings.size())
                .filter(each -> ended.get(each) && endings.get(each) instanceof JobEnding.GiveBack)
                .count();
    }

    /** To the next jobs of groups, which any worker may claim then. What has ended stays so if it fails: then a later look gives them. */
    void giveTurns(Collection<String> groups) {
        try {
            tellIfAny(tables.known().turns().give(steps, groups));
        } catch (RuntimeException failure) {
            LOG.warn(
                    "The turns of {} group(s) were not given; the next look for work gives them.",
                    groups.size(),
                    failure);
        }
    }

    /** Workers of other processes, of jobs that can be claimed since the step before has committed. */
    private void tellIfAny(int jobs) {
        if (jobs > 0 && notice != null) {
            notice.tell(false);
        }
    }

    /** {@inheritDoc} Workers of other processes are told of what can be claimed by that, as they are of what is enqueued. */
    @Override
    public Tidied tidy(int atMost, Duration keepDead) {
        JobTables.Known known = tables.known();
        Tidying.Reclaimed reclaimed =
                steps.run("reclaiming jobs", session -> known.tidying().reclaim(session, atMost, keepDead));
        int turns = known.turns().giveAny(steps, atMost);
        tellIfAny(reclaimed.again() + turns);
        return new Tidied(reclaimed.again(), reclaimed.dead(), turns);
    }

    /**
     * {@inheritDoc} In transactions of {@value #BATCH} jobs at most each, so that no row is locked for long; rows that somebody has locked are left
     * for the next time.
     */
    @Override
    public int purge(int atMost) {
        return steps.inBatches("purging jobs", atMost, BATCH, tables.known().tidying()::purge);
    }

    @Override
    public boolean move(long id, byte[] seen, Instant due, byte[] payload) {
        Managing managing = tables.known().managing();
        return steps.run("moving job " + id, session -> managing.move(session, id, seen, due, payload));
    }

    @Override
    public @Nullable StoredJob find(long id) {
        Managing managing = tables.known().managing();
        return steps.<@Nullable StoredJob>run("looking for job " + id, session -> managing.find(session, id));
    }

    @Override
    public List<StoredJob> list(JobState state, @Nullable String type, long after, int atMost) {
        Managing managing = tables.known().managing();
        return steps.run("listing jobs", session -> managing.list(session, state, type, after, atMost));
    }

    @Override
    public List<JobCount> counts() {
        Managing managing = tables.known().managing();
        return steps.run("counting jobs", managing::counts);
    }

    /** {@inheritDoc} Workers of other processes are told of it, as they are of what is enqueued. */
    @Override
    public Revival retry(long id) {
        Managing managing = tables.known().managing();
        try {
            boolean isRetried = steps.runUnlessDuplicate("retrying job " + id, session -> managing.retry(session, id));
            if (isRetried && notice != null) {
                notice.tell(true); // as it may be in a group
            }
            return isRetried ? Revival.RETRIED : Revival.NOT_DEAD;
        } catch (DuplicateKeyException taken) {
            return Revival.DUPLICATE;
        }
    }

    @Override
    public boolean drop(long id) {
        Managing managing = tables.known().managing();
        return steps.run("dropping job " + id, session -> managing.drop(session, id));
    }

    @Override
    public Instant now() {
        Managing managing = tables.known().managing();
        return steps.run("asking for the time", managing::now);
    }

    /** Does nothing: the data source is the caller's. */
    @Override
    public void close() {}
}
