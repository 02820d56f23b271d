package dev.safe4j.autoconfigure;

import dev.safe4j.lock.Locks;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * What can be set under {@code safe4j.lock}. A null is a property that is not set: then the default of the class counts that it belongs
 * to.
 *
 * @param store where locks are kept; if not set, the database if there is one, else Redis if there is one
 * @param within how long a lock is waited for
 * @param lease how long a lock lasts without a renewal
 * @param longestHold how long a lock is renewed at most
 * @param owner how this process is named in time-outs; spring.application.name and the process id if not set
 * @param table table of the locks in the database
 * @param wakeByNotify whether PostgreSQL wakes those who wait for a lock by NOTIFY
 * @param prefix how the keys of the locks in Redis begin
 * @param purge how rows of locks that nobody has held for a while are deleted
 * @param nodes addresses of the independent Redis servers of a quorum, such as redis://10.0.0.1:6379
 */
@ConfigurationProperties("safe4j.lock")
public record LockProperties(
        @Nullable Store store,
        @Nullable Duration within,
        @Nullable Duration lease,
        @Nullable Duration longestHold,
        @Nullable String owner,
        @DefaultValue("safe4j_lock") String table,
        @DefaultValue("false") boolean wakeByNotify,
        @DefaultValue("safe4j:lock:") String prefix,
        @DefaultValue Purge purge,
        @Nullable List<String> nodes) {

    /** Where locks are kept. */
    public enum Store {
        /** In the application's database. */
        JDBC,
        /** In Redis. */
        REDIS,
        /** In the memory of this process alone. */
        MEMORY,
        /** In most of several independent Redis servers. */
        QUORUM
    }

    /**
     * How rows of locks that nobody has held for a while are deleted from the database.
     *
     * @param interval how long from one run to the next, in each instance; zero for never
     * @param idle for how long nobody has held what is deleted, a minute to a year
     * @param batch how many rows a step deletes
     * @param batches how many steps a run has at most
     */
    public record Purge(
            @DefaultValue("10m") Duration interval,
            @DefaultValue("1d") Duration idle,
            @DefaultValue("1000") int batch,
            @DefaultValue("10") int batches) {

        private static final Duration LEAST = Duration.ofMinutes(1);
        private static final Duration MOST = Duration.ofDays(366);

        Duration checkedIdle() {
            if (idle.compareTo(LEAST) < 0 || idle.compareTo(MOST) > 0) {
                throw new InvalidConfigurationPropertyValueException(
                        "safe4j.lock.purge.idle", idle, "it is from a minute to 366 days.");
            }
            return idle;
        }
    }

    /** The locks with what is set here, by their own rules. */
    Locks applyTo(Locks locks) {
        Locks waiting = PropertyRules.applied("safe4j.lock.within", within, locks, Locks::within);
        Locks leased = PropertyRules.applied("safe4j.lock.lease", lease, waiting, Locks::lease);
        return PropertyRules.applied("safe4j.lock.longest-hold", longestHold, leased, Locks::renewedFor);
    }
}
