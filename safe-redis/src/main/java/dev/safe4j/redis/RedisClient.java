package dev.safe4j.redis;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What this library asks of a Redis client: to run scripts on the master, and to listen to one channel. Made by {@link RedisClients}.
 * Thread-safe.
 *
 * <p>How long an answer is waited for, and whether a command is sent again when its answer was lost, is the client's own configuration:
 * set its command time-out to a small part of the shortest lease, since a renewal that waits longer comes too late (Redisson waits 3 s and
 * sends up to four times more; Lettuce waits 60 s unless told otherwise). None takes part in a transaction: each call commits on its own.
 * All times that a client takes over one command, its time-out times the number of its tries, have to stay below
 * {@link #TOKEN_REMEMBERED}: what it sends later than that is done a second time. Calls throw what the client throws, but
 * {@link RedisNotWritableException} for a server that takes no writes. After an exception a script may have run.
 */
public interface RedisClient {

    /**
     * How long servers know the token of a step that was done, and answer it as the first time: twice what Lettuce waits unless told
     * otherwise, in which it sends a command again after each lost connection.
     */
    Duration TOKEN_REMEMBERED = Duration.ofMinutes(2);

    /**
     * What came of a script, and of its way to the replicas.
     *
     * @param reply of the script
     * @param replicas how many have acknowledged it in time
     */
    record Acknowledged(List<String> reply, int replicas) {}

    /**
     * What came of one of several scripts: a reply or a failure.
     *
     * @param reply of the script, null if it failed
     * @param failure what the client told, null if there is a reply; the script may have run
     */
    record Outcome(@Nullable List<String> reply, @Nullable RuntimeException failure) {}

    /** That one listens. */
    interface Subscription extends AutoCloseable {

        /** Ends it; a message that is under way may still arrive. */
        @Override
        void close();
    }

    /**
     * Tells whether the keys of one call have to be of one slot.
     *
     * @return true for a cluster
     */
    boolean isCluster();

    /**
     * Runs a script by its digest; by its text if the server does not know it. One round trip, and one more the first time.
     *
     * @param call what to run
     * @return its answer
     */
    List<String> run(ScriptCall call);

    /**
     * Runs several scripts, each atomic for itself, at the same time: what one master does not answer keeps nothing from those of the others.
     * Lettuce sends them in one pipeline to each master, Redisson as many at once as its pool of connections to a master has. Returns when
     * each has its reply or its failure, so with the slowest.
     *
     * @param calls what to run
     * @param atMost how long they are waited for, if the client does not give up before
     * @return what came of each, in the same order
     * @throws RuntimeException if the thread was interrupted: any of them may have run or may run yet
     */
    List<Outcome> runAll(List<ScriptCall> calls, Duration atMost);

    /**
     * Runs a script, then waits on the same connection until replicas have what it wrote.
     *
     * @param call what to run
     * @param replicas how many are waited for, at least 1
     * @param timeout how long they are waited for, at least 1 ms
     * @return its answer, and how many have acknowledged it
     * @throws UnsupportedOperationException if the client cannot wait on the connection that wrote
     */
    Acknowledged runAcknowledged(ScriptCall call, int replicas, Duration timeout);

    /**
     * Listens to a channel. A client that loses its connection subscribes again by itself; what was published meanwhile is lost.
     *
     * @param channel its name
     * @param listener is given each message, on a thread of the client; must not block
     * @return to be closed to end it
     */
    Subscription subscribe(String channel, Consumer<String> listener);
}
