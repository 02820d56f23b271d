package dev.safe4j.redis.lock;

import dev.safe4j.lock.LockStore.Answer;
import dev.safe4j.lock.LockStore.Busy;
import dev.safe4j.lock.LockStore.Granted;
import dev.safe4j.lock.LockStore.Request;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One request, asked of one node after the other: the votes so far. Used by one thread. */
final class QuorumRound {

    private final Request request;
    private final int nodes;
    private final List<QuorumNode> granting = new ArrayList<>();
    /** Those that may have granted it. */
    private final List<QuorumNode> silent = new ArrayList<>();

    private final List<Granted> grants = new ArrayList<>();
    private final List<Busy> refusals = new ArrayList<>();
    private final List<RuntimeException> failures = new ArrayList<>();
    private boolean settled;

    QuorumRound(Request request, int nodes) {
        this.request = request;
        this.nodes = nodes;
    }

    static int majority(int nodes) {
        return nodes / 2 + 1;
    }

    void count(QuorumNode.Said<Answer> said) {
        Answer answer = said.answers() == null ? null : said.answers().get(0);
        if (answer instanceof Granted granted) {
            granting.add(said.node());
            grants.add(granted);
        } else if (answer instanceof Busy busy) {
            refusals.add(busy);
        } else {
            silent.add(said.node());
            failed(said.failure());
        }
    }

    void failed(@Nullable RuntimeException failure) {
        if (failure != null) {
            failures.add(failure);
        }
    }

    boolean isWon() {
        return grants.size() >= majority(nodes);
    }

    /** Whether so many refuse that the others cannot make a majority. */
    boolean isRefused() {
        return refusals.size() > nodes - majority(nodes);
    }

    /** The lock is the asker's: nothing is to be given back. */
    void settle() {
        settled = true;
    }

    boolean isSettled() {
        return settled;
    }

    List<QuorumNode> granting() {
        return granting;
    }

    /** Where the token may stand. */
    List<QuorumNode> touched() {
        List<QuorumNode> all = new ArrayList<>(granting);
        all.addAll(silent);
        return all;
    }

    /** The numbers of all: from the highest that a node has given. */
    Granted grant() {
        return grants.stream()
                .max(Comparator.comparingLong(Granted::firstFence))
                .orElseThrow();
    }

    /** The node whose numbers are the quorum's. */
    boolean isHighest(int index) {
        return grants.get(index).firstFence() == grant().firstFence();
    }

    /** Somebody else has it, or more than one are just trying. */
    Answer refusal() {
        if (grants.size() + refusals.size() < majority(nodes) || refusals.isEmpty()) {
            throw tooFew(grants.size() + refusals.size() + " of " + nodes + " servers answered");
        }
        return refusals.stream().max(Comparator.comparingLong(Busy::fence)).orElseThrow();
    }

    QuorumException tooFew(String why) {
        return new QuorumException(
                "lock '" + request.key() + "' was not acquired: " + why + ", and " + majority(nodes)
                        + " are needed. What was granted was given back.",
                failures);
    }
}
