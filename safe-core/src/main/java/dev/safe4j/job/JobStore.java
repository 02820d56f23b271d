package dev.safe4j.job;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where jobs are: a few atomic steps, each of which says who won, and never waits for a job. Thread-safe.
 *
 * <p>Only {@link #enqueue} joins the caller's transaction, so that a job is there exactly if what it is about is there. Every other step is
 * a short transaction of the store's own. Times are the store's, by its own clock. Every write of an owner carries the token of its claim:
 * if the claim is no longer its, nothing is written.
 */
public interface JobStore extends AutoCloseable {

    /** The longest name of a type, in characters. */
    int LONGEST_TYPE = 100;

    /** The longest key for deduplication, and the longest name of a group, in characters. */
    int LONGEST_KEY = 200;

    /** The priorities are from zero to this, which goes first. */
    int HIGHEST_PRIORITY = 9;

    /** What a signal of jobs says if they are in groups: a turn has to be given before one can be claimed. */
    String IN_GROUP = "group";

    /** The most jobs that one step takes, but for {@link #enqueue}. */
    int MOST_AT_ONCE = 1_000;

    /**
     * A job to be run.
     *
     * @param type who handles it
     * @param payload what it is about, as the codec wrote it
     * @param context what the run is to know of its origin, as text
     * @param priority 0 to {@value #HIGHEST_PRIORITY}
     * @param delay how long from now on until it is due
     * @param dedupe no other job of this type that is not done or dead has the same; null for any number
     * @param group of those in one group one is run at a time; null for none
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on, and compared by nobody
    record NewJob(
            String type,
            byte[] payload,
            Map<String, String> context,
            int priority,
            Duration delay,
            @Nullable String dedupe,
            @Nullable String group) {}

    /**
     * A type that a worker can run.
     *
     * @param type its name
     * @param attempts how often one of its jobs may be begun
     * @param pace how many may begin in a time; null for any number
     */
    record Claimable(String type, int attempts, @Nullable Pace pace) {}

    /**
     * What a worker asks for.
     *
     * @param types what it can run; of two jobs of the same priority one of the first type is taken first
     * @param atMost how many, 1 to {@value #MOST_AT_ONCE}
     * @param worker who it is, for people
     * @param token of this claim alone; every job that is claimed by it has it
     * @param lease how long the claim lasts
     */
    record Wanted(List<Claimable> types, int atMost, String worker, String token, Duration lease) {}

    /**
     * Who may write.
     *
     * @param id of the job
     * @param token of the claim
     */
    record Owner(long id, String token) {}

    /**
     * A job that is the asker's to run.
     *
     * @param id of the job
     * @param type who handles it
     * @param attempt which one this is, from 1: above 1, one before it may have done a part
     * @param payload what it is about
     * @param context of its origin
     * @param group whose turn it is; null if it is in none
     * @param saved what the attempts before left
     * @param created when it was enqueued
     * @param due since when it could have been claimed
     * @param planned the time that it is for: when it was due at first, whatever a retry or the pace of its type has made of that
     * @param now the time at which it was claimed
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on, and compared by nobody
    record Claimed(
            long id,
            String type,
            int attempt,
            byte[] payload,
            Map<String, String> context,
            @Nullable String group,
            Saved saved,
            Instant created,
            Instant due,
            Instant planned,
            Instant now) {}

    /**
     * What attempts leave behind for the next one.
     *
     * @param progress from 0 to 1, or below 0 if nothing was said
     * @param resume where the next attempt can go on; null for the beginning
     * @param history the failures so far, as text, the last one at the end
     */
    record Saved(double progress, @Nullable String resume, String history) {

        /** Nothing yet. */
        public static final Saved NOTHING = new Saved(-1, null, "");
    }

    /**
     * What was found to be done for jobs that nobody is at.
     *
     * @param reclaimed how many claims had run out, whose jobs are to be run again
     * @param buried how many claims had run out whose jobs have no attempt left, and are dead now
     * @param turns how many groups have a job again that can be claimed
     */
    record Tidied(int reclaimed, int buried, int turns) {}

    /** What became of a dead letter that was to be retried. */
    enum Revival {
        /** It is to be run now, with all attempts before it again. */
        RETRIED,
        /** There is no such dead letter. */
        NOT_DEAD,
        /** Another job has its key for deduplication by now. */
        DUPLICATE
    }

    /**
     * Returns the name of the store.
     *
     * @return the name, for people and meters
     */
    String name();

    /**
     * Adds jobs, all of them or none, in the caller's transaction if there is one: they are there if that commits.
     *
     * @param jobs the jobs, any number; only one that is alone may have a key for deduplication
     * @return for each, in the same order, the job that stands for it
     */
    List<Enqueued> enqueue(List<NewJob> jobs);

    /**
     * Runs something as soon as others can see what this thread has enqueued: after the commit of its transaction, at once if there is
     * none, never if it rolls back.
     *
     * @param inGroup whether it was enqueued in a group
     * @param hint what is run; must be quick
     */
    void whenVisible(boolean inGroup, Runnable hint);

    /**
     * Claims jobs that are due, those of the highest priority first, of these those that have been due for the longest.
     *
     * @param wanted what is asked for
     * @return the jobs, in the order in which they should be run; fewer than asked for does not mean that there are no more
     */
    List<Claimed> claim(Wanted wanted);

    /**
     * Makes claims last, as far as they are still their owners' and have not run out.
     *
     * @param owners whose, each of another claim; of one job there may be a claim that is lost beside the one that holds
     * @param lease for how long from now on
     * @return for each, in the same order, whether it lasts
     */
    List<Boolean> renew(List<Owner> owners, Duration lease);

    /**
     * Saves how far a job has come. Its history is left as it is.
     *
     * @param owner whose claim it is
     * @param progress from 0 to 1
     * @param resume where the next attempt can go on; null for the beginning
     * @return false if the claim was no longer the owner's: nothing was written
     */
    boolean save(Owner owner, double progress, @Nullable String resume);

    /**
     * Ends claims.
     *
     * @param endings how, each of another claim; of one job there may be a claim that is lost beside the one that holds
     * @return for each, in the same order, whether the claim was the owner's; else nothing was written for it. An ending that is sent
     *     again may be answered by false
     */
    List<Boolean> end(List<JobEnding> endings);

    /**
     * Sees to jobs that nobody is at: those whose claims have run out are to be run again, or are dead if they have no attempt left;
     * groups without a job that can be claimed get one.
     *
     * @param atMost how many of each, 1 to {@value #MOST_AT_ONCE}
     * @param keepDead for how long the dead ones are kept
     * @return how many there were
     */
    Tidied tidy(int atMost, Duration keepDead);

    /**
     * Deletes jobs that are done or dead and have been kept for their time.
     *
     * @param atMost how many, 1 or more
     * @return how many were deleted
     */
    int purge(int atMost);

    /**
     * Moves a job that nobody is at, and that is still about what the caller saw; it is for the time that it is due then. Who saw it
     * before another moved it moves nothing.
     *
     * @param id of the job
     * @param seen what it is about, as the caller saw it
     * @param due when it is due from now on
     * @param payload what it is about from now on
     * @return false if it is not {@link JobState#READY} or {@link JobState#WAITING}, or about something else than was seen: nothing was
     *     written
     */
    boolean move(long id, byte[] seen, Instant due, byte[] payload);

    /**
     * Finds a job.
     *
     * @param id of the job
     * @return the job; null if there is none, as it was done and not kept
     */
    @Nullable
    StoredJob find(long id);

    /**
     * Lists jobs of one state, those that were enqueued first at the beginning.
     *
     * @param state the state
     * @param type of this type alone; null for all
     * @param after from the one after this id
     * @param atMost how many, 1 to {@value #MOST_AT_ONCE}
     * @return the jobs
     */
    List<StoredJob> list(JobState state, @Nullable String type, long after, int atMost);

    /**
     * Counts the jobs.
     *
     * @return by type and state, those of which there is one at least
     */
    List<JobCount> counts();

    /**
     * Has a dead letter run again.
     *
     * @param id of the job
     * @return what became of it
     */
    Revival retry(long id);

    /**
     * Deletes a dead letter.
     *
     * @param id of the job
     * @return false if there is none
     */
    boolean drop(long id);

    /**
     * Returns the time.
     *
     * @return by the store's clock
     */
    Instant now();

    /** Lets go of what the store has for itself; the jobs stay. */
    @Override
    void close();
}
