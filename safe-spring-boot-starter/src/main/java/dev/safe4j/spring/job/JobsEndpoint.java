package dev.safe4j.spring.job;

import dev.safe4j.job.JobCount;
import dev.safe4j.job.JobQueue;
import dev.safe4j.job.JobStore;
import dev.safe4j.job.JobStore.Revival;
import dev.safe4j.job.JobWorker;
import dev.safe4j.job.StoredJob;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * Shows the jobs that there are and the dead letters, and has those retried or dropped. What a job is about is not shown; the failures are,
 * so it is for those who may see them.
 */
@Endpoint(id = "jobs")
public final class JobsEndpoint {

    /** How many dead letters are listed, unless asked for otherwise. */
    private static final int USUAL = 100;

    private final JobQueue jobs;
    private final String store;
    private final Supplier<@Nullable JobWorker> worker;

    /**
     * Makes the endpoint.
     *
     * @param jobs the application's queue
     * @param store the name of the store
     * @param worker gives the worker of this instance, or null
     */
    public JobsEndpoint(JobQueue jobs, String store, Supplier<@Nullable JobWorker> worker) {
        this.jobs = jobs;
        this.store = store;
        this.worker = worker;
    }

    /**
     * The jobs of the store.
     *
     * @param store its name
     * @param worker that of this instance; null if it has none
     * @param counts by type and state
     * @param dead the oldest of the dead letters that were asked for
     */
    public record Jobs(String store, @Nullable Worker worker, List<Count> counts, List<Letter> dead) {}

    /**
     * A worker.
     *
     * @param id of it
     * @param running how many jobs it runs
     * @param waiting how many it has claimed and not begun
     * @param stuck whether only a restart helps
     */
    public record Worker(String id, int running, int waiting, boolean stuck) {}

    /**
     * Jobs of a type in a state.
     *
     * @param type of them
     * @param state in small letters
     * @param jobs how many
     * @param oldestMillis for how long the first of them is due
     */
    public record Count(String type, String state, long jobs, long oldestMillis) {}

    /**
     * A dead letter.
     *
     * @param id of the job
     * @param type of the job
     * @param attempts how often it was begun
     * @param due when it was due
     * @param failure the last one, in a line
     */
    public record Letter(long id, String type, int attempts, String due, String failure) {}

    /**
     * A job.
     *
     * @param id of it
     * @param type of it
     * @param state in small letters
     * @param attempts how often it was begun
     * @param due when it is or was due
     * @param worker who has it or had it last
     * @param progress from 0 to 1, below 0 if nothing was said
     * @param history the failures, with the stack of the last one
     */
    public record Job(
            long id,
            String type,
            String state,
            int attempts,
            String due,
            @Nullable String worker,
            double progress,
            String history) {}

    /**
     * What became of a dead letter.
     *
     * @param outcome in small letters
     */
    public record Outcome(String outcome) {}

    /**
     * Counts the jobs, which reads the whole table, and lists the oldest dead letters.
     *
     * @param type dead letters of this type alone; null for all
     * @param after dead letters after this id; null for the beginning
     * @param limit how many dead letters, 1 to {@value JobStore#MOST_AT_ONCE}; null for {@value #USUAL}
     * @return a snapshot
     */
    @ReadOperation
    @SuppressWarnings("deprecation") // Spring Boot 3 knows an optional parameter by no other annotation
    public Jobs jobs(
            @org.springframework.lang.Nullable String type,
            @org.springframework.lang.Nullable Long after,
            @org.springframework.lang.Nullable Integer limit) {
        List<StoredJob> dead = dead(type, after == null ? 0 : after, limit == null ? USUAL : limit);
        JobWorker here = worker.get();
        return new Jobs(
                store,
                here == null ? null : new Worker(here.id(), here.running(), here.waiting(), here.isStuck()),
                jobs.counts().stream().map(JobsEndpoint::count).toList(),
                dead.stream().map(JobsEndpoint::letter).toList());
    }

    private List<StoredJob> dead(@Nullable String type, long after, int limit) {
        try {
            return type == null ? jobs.deadLetters(after, limit) : jobs.deadLetters(type, after, limit);
        } catch (IllegalArgumentException refused) {
            String reason = String.valueOf(refused.getMessage());
            throw new InvalidEndpointRequestException(reason, reason);
        }
    }

    private static Count count(JobCount each) {
        return new Count(
                each.type(), name(each.state()), each.jobs(), each.oldest().toMillis());
    }

    private static Letter letter(StoredJob each) {
        String failure = each.saved()
                .history()
                .lines()
                .filter(line -> line.startsWith("attempt "))
                .reduce("", (before, last) -> last);
        return new Letter(each.id(), each.type(), each.attempt(), each.due().toString(), failure);
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /**
     * Shows a job.
     *
     * @param id of it
     * @return null if there is none
     */
    @ReadOperation
    public @Nullable Job job(@Selector long id) {
        return jobs.find(id)
                .map(each -> new Job(
                        each.id(),
                        each.type(),
                        name(each.state()),
                        each.attempt(),
                        each.due().toString(),
                        each.worker(),
                        each.saved().progress(),
                        each.saved().history()))
                .orElse(null);
    }

    /**
     * Has a dead letter run again, with all attempts before it.
     *
     * @param id of the job
     * @return that it is retried, that there is no such dead letter, or that another job has its key by now
     */
    @WriteOperation
    public Outcome retry(@Selector long id) {
        return new Outcome(name(jobs.retry(id)));
    }

    /**
     * Deletes a dead letter.
     *
     * @param id of the job
     * @return that it is dropped, or that there is no such dead letter
     */
    @DeleteOperation
    public Outcome drop(@Selector long id) {
        return new Outcome(jobs.drop(id) ? "dropped" : name(Revival.NOT_DEAD));
    }
}
