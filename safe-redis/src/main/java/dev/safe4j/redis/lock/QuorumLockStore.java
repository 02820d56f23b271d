package dev.safe4j.redis.lock;

import dev.safe4j.lease.Lease;
import dev.safe4j.lease.StoreServers;
import dev.safe4j.lock.LockStore;
import dev.safe4j.lock.ReleaseSignal;
import dev.safe4j.redis.lock.QuorumNode.Said;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Leases of locks that stand on most of several independent Redis servers: the "Redlock" algorithm of the Redis documentation, with
 * fencing numbers. A lock is held while most servers have it, so it outlives the loss of the others. Thread-safe; its nodes stay the
 * caller's to close.
 *
 * <p><b>How</b>: the servers are asked one after the other, on the caller's thread. Most of them have to grant the same token; if they do not,
 * it is given back to all. A lease is renewed if most of the servers did it, and lost if those that did are too few for that together with
 * those that did not answer; in between nothing is known, so a {@link QuorumException} says that, nothing is given back, and a later try may
 * renew it. A release is told to all, and is one of a lost lease by the same rule; if most did not answer, a {@link QuorumException} says
 * so. A server that does not answer costs its client's time-out, and is then left alone for ten times as long, at least 1 s and at most
 * 10 s: set that time-out short (50 to 200 ms; no repeated sending). What it could not be told to release meanwhile, it is told before it is
 * asked again. Rounds: one for each server to acquire, renew or release, and one more for each server of a majority but one to record the
 * fencing number.
 *
 * <p><b>How long it holds</b>: a holder's deadline counts from before the first server was asked, and is a margin shorter than the lease; each
 * server is asked for the lease and 1 % and 2 ms more. So the time that asking took is the holder's loss, and no server lets go
 * before the holder's deadline, as long as clocks run within 1 % of each other. A grant that took the whole lease is given back.
 *
 * <p><b>Fencing numbers</b>: the number is the highest that a granting server gave, and is recorded on a majority before the lock counts as
 * acquired. Every later majority shares a server with that one, which gives a number above it. Without the record, a number that came from
 * a server with a fast clock would be followed by a lower one from a majority without it. It can fall only if the servers that majorities
 * share have lost what they recorded, or forgot it after a day, <em>and</em> the clocks of all that grant are behind that number: by more
 * than the time since then.
 *
 * <p><b>What it does not promise</b>: that two never think they hold it. A server that restarts without its data, or with data that was not
 * yet on disk ({@code appendfsync everysec}), votes again within a lease that it had granted; so do one whose clock jumps, and a replica
 * that took over. Use servers without replicas, with {@code appendfsync always}, or keep a restarted one out for the longest lease. A
 * paused holder does not know it has lost. Where that matters, the resource has to check the fencing number.
 */
public final class QuorumLockStore implements LockStore, ReleaseSignal, StoreServers {

    private static final Duration LEAST_DRIFT = Duration.ofMillis(2);

    private final String name;
    private final List<QuorumNode> nodes;

    /**
     * Makes a store.
     *
     * @param name the same in all processes that share it
     * @param stores one for each server, with names of their own: an odd number from 3 to 9
     * @throws IllegalArgumentException if it is another number, or two have the same name
     */
    public QuorumLockStore(String name, List<RedisLockStore> stores) {
        long names = stores.stream().map(RedisLockStore::name).distinct().count();
        if (stores.size() < 3 || stores.size() > 9 || stores.size() % 2 == 0 || names != stores.size()) {
            throw new IllegalArgumentException("a quorum is of 3, 5, 7 or 9 stores, each with another name, and not of "
                    + stores.stream().map(RedisLockStore::name).toList() + ".");
        }
        this.name = Objects.requireNonNull(name, "the name of a quorum is null");
        this.nodes = stores.stream().map(QuorumNode::new).toList();
    }

    @Override
    public String name() {
        return name;
    }

    private int majority() {
        return QuorumRound.majority(nodes.size());
    }

    @Override
    public List<Answer> acquire(List<Request> requests) {
        List<Answer> answers = new ArrayList<>();
        for (Request each : requests) {
            LockNames.checked(each.key());
            answers.add(acquire(each));
        }
        return answers;
    }

    private Answer acquire(Request request) {
        long asked = System.nanoTime();
        QuorumRound round = new QuorumRound(request, nodes.size());
        List<Request> longer = List.of(longer(request));
        for (QuorumNode node : nodes) {
            if (!round.isRefused()) {
                round.count(node.ask(store -> store.acquire(longer)));
            }
        }
        try {
            if (!round.isWon()) {
                return round.refusal();
            }
            Granted grant = round.grant();
            record(round, request, grant);
            if (System.nanoTime() - asked >= request.length().toNanos()) {
                throw round.tooFew("asking took as long as the lease of " + request.length());
            }
            round.settle();
            return grant;
        } finally {
            if (!round.isSettled()) {
                giveBack(request, round);
            }
        }
    }

    /** What a node is asked for, so that its clock may be faster than the holder's by a hundredth. */
    private static Request longer(Request request) {
        Duration length = stretched(request.length());
        return new Request(request.key(), request.token(), request.owner(), length, request.fences(), request.waits());
    }

    private static Duration stretched(Duration length) {
        return length.plus(length.dividedBy(100)).plus(LEAST_DRIFT);
    }

    /** Until most nodes know the numbers: whichever most are asked next, one of them gives a higher one. */
    private void record(QuorumRound round, Request request, Granted grant) {
        long last = grant.firstFence() + request.fences() - 1;
        List<LockScripts.Raise> raise =
                List.of(new LockScripts.Raise(request.key(), request.token(), grant.firstFence(), last));
        int know = 0;
        for (int i = 0; i < round.granting().size() && know < majority(); i++) {
            know += round.isHighest(i) || isRecorded(round, round.granting().get(i), raise) ? 1 : 0;
        }
        if (know < majority()) {
            throw round.tooFew("its fencing number was recorded on " + know + " of " + nodes.size() + " servers");
        }
    }

    private static boolean isRecorded(QuorumRound round, QuorumNode node, List<LockScripts.Raise> raise) {
        Said<Boolean> said = node.ask(store -> store.raise(raise));
        round.failed(said.failure());
        return said.answers() != null && said.answers().get(0);
    }

    private static void giveBack(Request request, QuorumRound round) {
        List<Release> release = List.of(new Release(request.key(), request.token(), 0, Duration.ZERO));
        round.touched().forEach(node -> node.release(release));
    }

    /**
     * {@inheritDoc}
     *
     * @throws QuorumException if servers did not answer, and of at least one lease it depends on them whether it is lost: nothing is given
     *     back, and the deadlines of those that most have renewed are moved
     */
    @Override
    public List<Boolean> renew(List<Lease> leases) {
        long asked = System.nanoTime();
        String otherwise = "not all leases were renewed";
        QuorumAnswers<Boolean> said =
                ask(store -> store.renewFor(leases, QuorumLockStore::stretched)).ofMost(otherwise);
        List<Lease> lost = new ArrayList<>();
        List<Lease> renewed = new ArrayList<>();
        for (int i = 0; i < leases.size(); i++) {
            int votes = said.count(i, each -> each);
            if (said.areMost(votes)) {
                renewed.add(leases.get(i));
            } else if (!said.mayBeMost(votes)) {
                lost.add(leases.get(i));
            }
        }
        if (lost.size() + renewed.size() < leases.size()) {
            renewed.forEach(each -> each.renewed(asked)); // what is unknown of one shall not cost the others their time
            throw said.unknown(otherwise);
        }
        letGo(lost);
        return leases.stream().map(each -> !lost.contains(each)).toList();
    }

    /** Of a lease that is lost, nothing shall stay on a minority, but for its numbers: how many were used only its holders know. */
    private void letGo(List<Lease> lost) {
        if (!lost.isEmpty()) {
            List<Release> releases = lost.stream()
                    .map(each -> new Release(each.key(), each.token(), LockScripts.ANY_FENCE, Duration.ZERO))
                    .toList();
            nodes.forEach(node -> node.release(releases));
        }
    }

    /**
     * {@inheritDoc} One is lost if those that still had it, and those that did not answer, are too few for a lease; else it is free, on most
     * at once, and on the others when they answer again.
     *
     * @throws QuorumException if most servers do not answer; they are told when they answer again
     */
    @Override
    public List<Released> release(List<Release> releases) {
        QuorumAnswers<Released> said = new QuorumAnswers<>(
                        nodes.stream().map(node -> node.release(releases)).toList())
                .ofMost("the locks were not released");
        return IntStream.range(0, releases.size())
                .mapToObj(i -> {
                    if (!said.mayBeMost(said.count(i, each -> each != Released.LOST))) {
                        return Released.LOST;
                    }
                    return said.count(i, each -> each == Released.AWAITED) > 0 ? Released.AWAITED : Released.FREED;
                })
                .toList();
    }

    /** {@inheritDoc} One that failed a moment ago and is left alone counts as one that does not. */
    @Override
    public Servers servers() {
        int silent = ask(store -> List.of(store.isThere())).failures().size();
        return new Servers("servers", nodes.size() - silent, majority());
    }

    private <A> QuorumAnswers<A> ask(Function<RedisLockStore, List<A>> question) {
        return new QuorumAnswers<>(
                nodes.stream().map(node -> node.ask(question)).toList());
    }

    /**
     * Listens to the releases on every server that answers now: one release is told up to as many times. Nothing is heard from a server
     * that was away, even when it is back; what most have granted and released is heard from the others.
     *
     * @throws QuorumException if most servers do not answer
     */
    @Override
    public Listening listen(Consumer<String> released) {
        QuorumAnswers<Listening> said = ask(store -> List.of(store.listen(released)));
        List<Listening> all = said.said().stream()
                .map(Said::answers)
                .filter(Objects::nonNull)
                .flatMap(List::stream)
                .toList();
        if (all.size() < majority()) {
            close(all);
            throw new QuorumException(
                    "releases cannot be listened to: " + (nodes.size() - all.size()) + " of " + nodes.size()
                            + " servers did not answer, and " + majority() + " are needed.",
                    said.failures());
        }
        return () -> close(all);
    }

    /** All of them, whatever one of them says. */
    private static void close(List<Listening> all) {
        List<RuntimeException> failures = new ArrayList<>();
        for (Listening each : all) {
            try {
                each.close();
            } catch (RuntimeException failure) {
                failures.add(failure);
            }
        }
        if (!failures.isEmpty()) {
            throw new QuorumException("not every server was told that nobody listens any more", failures);
        }
    }

    /** Stops listening; the stores of the servers stay the caller's to close. */
    @Override
    public void close() {
        nodes.forEach(each -> each.store().close());
    }
}
