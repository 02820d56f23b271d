package dev.safe4j.redis;

import dev.safe4j.lease.Lease;
import dev.safe4j.lease.PartlyRenewedException;
import dev.safe4j.redis.RedisClient.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What came of several scripts, for the caller to whom they are one step. */
public final class Outcomes {

    private static final int ROUNDS_OF_A_LEASE = 4;

    private Outcomes() {}

    /**
     * Gives the replies, if each script has one.
     *
     * @param outcomes of the scripts
     * @return the replies of all, one after the other
     * @throws RuntimeException the first failure, in which one of each other type is suppressed
     */
    public static List<String> replies(List<Outcome> outcomes) {
        RuntimeException failure = failure(outcomes);
        if (failure != null) {
            throw failure;
        }
        return outcomes.stream()
                .map(Outcome::reply)
                .filter(Objects::nonNull)
                .flatMap(Collection::stream)
                .toList();
    }

    /**
     * Renews leases by a script for each, and waits for a quarter of the shortest at most. A lease is due when a third of it is over, and
     * then has the time for a round that is under way and for its own: so a master that does not answer costs no lease of another,
     * whatever the time-out of the client is.
     *
     * @param client runs the scripts
     * @param calls scripts that say 1 of a lease that was renewed
     * @param lengths of the leases
     * @return for each whether it was renewed
     * @throws PartlyRenewedException if some scripts failed
     * @throws RuntimeException the first failure, as {@link #replies}, if all did
     */
    public static List<Boolean> renewed(RedisClient client, List<ScriptCall> calls, Stream<Duration> lengths) {
        Duration shortest = lengths.min(Comparator.naturalOrder()).orElse(Lease.LONGEST);
        List<Outcome> outcomes = client.runAll(calls, shortest.dividedBy(ROUNDS_OF_A_LEASE));
        RuntimeException failure = failure(outcomes);
        if (failure == null || outcomes.stream().allMatch(each -> each.reply() == null)) {
            return replies(outcomes).stream().map("1"::equals).toList();
        }
        List<@Nullable Boolean> answers = new ArrayList<>();
        for (Outcome each : outcomes) {
            List<String> reply = each.reply();
            answers.add(reply == null ? null : reply.get(0).equals("1"));
        }
        throw new PartlyRenewedException(answers, failure);
    }

    /** A server that is away fails hundreds of scripts in one way: each way is told once. */
    private static @Nullable RuntimeException failure(List<Outcome> outcomes) {
        RuntimeException first = null;
        Set<Class<?>> types = new HashSet<>();
        for (Outcome each : outcomes) {
            RuntimeException failure = each.failure();
            if (failure != null && types.add(failure.getClass())) {
                if (first == null) {
                    first = failure;
                } else {
                    first.addSuppressed(failure);
                }
            }
        }
        return first;
    }
}
