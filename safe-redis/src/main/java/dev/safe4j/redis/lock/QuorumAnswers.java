package dev.safe4j.redis.lock;

import dev.safe4j.redis.lock.QuorumNode.Said;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * What all servers of a quorum said to several questions. Immutable.
 *
 * @param said by each, or that it did not answer
 */
record QuorumAnswers<A>(List<Said<A>> said) {

    private int majority() {
        return QuorumRound.majority(said.size());
    }

    List<RuntimeException> failures() {
        List<RuntimeException> failures = new ArrayList<>();
        for (Said<A> each : said) {
            RuntimeException failure = each.failure();
            if (failure != null) {
                failures.add(failure);
            }
        }
        return failures;
    }

    /** How many gave an answer of that kind. */
    int count(int question, Predicate<A> wanted) {
        int votes = 0;
        for (Said<A> each : said) {
            List<A> answers = each.answers();
            votes += answers != null && wanted.test(answers.get(question)) ? 1 : 0;
        }
        return votes;
    }

    boolean areMost(int votes) {
        return votes >= majority();
    }

    /** Whether they would be most with those that did not answer. */
    boolean mayBeMost(int votes) {
        return votes + failures().size() >= majority();
    }

    /** Of what most did not answer, nothing can be said. */
    QuorumAnswers<A> ofMost(String otherwise) {
        if (!areMost(said.size() - failures().size())) {
            throw unknown(otherwise);
        }
        return this;
    }

    QuorumException unknown(String otherwise) {
        List<RuntimeException> failures = failures();
        return new QuorumException(
                otherwise + ": " + failures.size() + " of " + said.size() + " servers did not answer, and " + majority()
                        + " that have them are needed. They end with their leases unless a later try succeeds.",
                failures);
    }
}
