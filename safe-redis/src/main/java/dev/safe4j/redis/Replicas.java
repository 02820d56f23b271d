package dev.safe4j.redis;

import dev.safe4j.lease.StoreServers.Servers;
import dev.safe4j.redis.RedisClient.Acknowledged;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/**
 * How many replicas are to have what was written, and how long they are waited for. Immutable.
 *
 * @param number 1 to 10
 * @param timeout 1 ms to 10 s
 */
public record Replicas(int number, Duration timeout) {

    private static final Duration LONGEST = Duration.ofSeconds(10);

    /**
     * Checks the bounds.
     *
     * @throws IllegalArgumentException if either is out of bounds
     */
    public Replicas {
        if (number < 1 || number > 10 || timeout.toMillis() < 1 || timeout.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("1 to 10 replicas can be waited for, from 1 ms to " + LONGEST.toSeconds()
                    + " s; " + number + " for " + timeout + " is out of that.");
        }
    }

    /**
     * Counts the replicas that answer.
     *
     * @param client asks them
     * @param question a script that writes nothing
     * @return how many there are; one that hangs counts until the master has given it up ({@code repl-timeout})
     */
    public Servers answering(RedisClient client, ScriptCall question) {
        return new Servers(
                "replicas", client.runAcknowledged(question, number, timeout).replicas(), number);
    }

    /**
     * What has been done when too few replicas have it.
     *
     * @param done what, as the beginning of a sentence
     * @param consequence what becomes of it, as its end
     * @param undo is run before it is told
     */
    public record TooFew(String done, String consequence, Runnable undo) {}

    /**
     * Runs a script, and waits for the replicas.
     *
     * @param client runs it
     * @param call the script
     * @param counts whether its answer says that something was written that replicas are to have
     * @param tooFew what else is done
     * @return its answer
     * @throws NotReplicatedException if too few replicas have it; it was undone, unless that failed too
     * @throws UnsupportedOperationException if the client cannot wait
     */
    public List<String> run(RedisClient client, ScriptCall call, Predicate<List<String>> counts, TooFew tooFew) {
        Acknowledged done = client.runAcknowledged(call, number, timeout);
        if (done.replicas() >= number || !counts.test(done.reply())) {
            return done.reply();
        }
        var failure = new NotReplicatedException(tooFew.done, this, done.replicas(), tooFew.consequence);
        try {
            tooFew.undo.run();
        } catch (RuntimeException second) {
            failure.addSuppressed(second); // it ends by its lease
        }
        throw failure;
    }
}
