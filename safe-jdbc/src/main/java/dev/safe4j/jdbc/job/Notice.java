package dev.safe4j.jdbc.job;

import dev.safe4j.jdbc.ShortTransactions;
import dev.safe4j.job.JobStore;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells workers of other processes that there are jobs, by PostgreSQL's NOTIFY, after the commit and not in it: commits that notify wait for
 * each other. Whoever has jobs while another thread is telling leaves it to that one. Thread-safe.
 */
final class Notice {

    private static final Logger LOG = LoggerFactory.getLogger(Notice.class);

    /** What one thread does for others: then a notice may be lost, and workers find the jobs at their next look. */
    private static final int MOST = 3;

    private final ShortTransactions steps;
    private final String channel;
    private final AtomicBoolean isTelling = new AtomicBoolean();
    private final AtomicBoolean isWanted = new AtomicBoolean();
    private final AtomicBoolean isOfGroups = new AtomicBoolean();

    Notice(ShortTransactions steps, String channel) {
        this.steps = steps;
        this.channel = channel;
    }

    /**
     * Tells them.
     *
     * @param inGroup whether a turn has to be given before, for which workers look then
     */
    void tell(boolean inGroup) {
        if (inGroup) {
            isOfGroups.set(true); // before it is wanted, so that whoever sends it knows
        }
        isWanted.set(true);
        for (int i = 0; i < MOST && isWanted.get() && isTelling.compareAndSet(false, true); i++) {
            isWanted.set(false); // before it is sent, so that what comes meanwhile is told too
            try {
                send(isOfGroups.getAndSet(false) ? JobStore.IN_GROUP : "");
            } finally {
                isTelling.set(false);
            }
        }
    }

    private void send(String what) {
        try {
            steps.run(
                    "telling workers of jobs",
                    session -> session.query("select pg_notify(?, ?)", List.of(channel, what), 1));
        } catch (RuntimeException failure) {
            LOG.warn("Workers of other processes are not told of jobs, and find them at their next look.", failure);
        }
    }
}
