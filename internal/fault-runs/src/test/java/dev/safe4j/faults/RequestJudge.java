package dev.safe4j.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Says whether the effects of a run are those that the rules allow. The effect that counts is that of the last attempt: it has to be there
 * once, and be what everybody was answered. Another one of the same request is a repeat: each is of an attempt of its own, which was
 * given up or whose worker was killed, and no worker is killed over more requests than it has threads. For one thread.
 */
final class RequestJudge {

    private final RequestNotes notes;
    private final int threads;
    private final int desks;
    private final Map<String, Integer> repeatsOfKilled = new HashMap<>();
    private long requests;
    private long takeOvers;
    private long givenUp;

    RequestJudge(RequestNotes notes, int threads, int desks) {
        this.notes = notes;
        this.threads = threads;
        this.desks = desks;
    }

    /** Judges a block of so many requests. */
    void judge(int block, int size, List<Effect> effects) {
        Map<Integer, List<Effect>> byKey = effects.stream().collect(Collectors.groupingBy(Effect::key));
        assertThat(byKey).as("requests of block " + block + " with an effect").hasSize(size);
        long digest = 0;
        for (List<Effect> ofOne : byKey.values()) {
            digest += Effect.digest(judge(ofOne).answer());
        }
        Long expected = digest;
        assertThat(notes.digests(block))
                .as("what everybody was answered to block " + block)
                .hasSize(desks)
                .allSatisfy((desk, answers) -> assertThat(answers).isEqualTo(expected));
        requests += size;
    }

    private Effect judge(List<Effect> ofOne) {
        Effect last =
                ofOne.stream().max(Comparator.comparingLong(Effect::attempt)).orElseThrow();
        takeOvers += last.attempt() - 1;
        Set<Long> attempts = new HashSet<>();
        for (Effect each : ofOne) {
            assertThat(attempts.add(each.attempt()))
                    .as("an attempt is run once: " + ofOne)
                    .isTrue();
            if (each == last) {
                continue;
            }
            if (notes.wasGivenUp(each.run())) {
                givenUp++;
            } else {
                assertThat(notes.killed()).as("a repeat has a reason: " + ofOne).contains(each.worker());
                assertThat(repeatsOfKilled.merge(each.worker(), 1, Integer::sum))
                        .as("what " + each.worker() + " was killed over")
                        .isLessThanOrEqualTo(threads);
            }
        }
        return last;
    }

    long requests() {
        return requests;
    }

    /** Attempts beyond the first of each request. */
    long takeOvers() {
        return takeOvers;
    }

    /** Effects beyond the first of each request. */
    long repeats() {
        return givenUp + killedOver();
    }

    private long killedOver() {
        return repeatsOfKilled.values().stream().mapToInt(Integer::intValue).sum();
    }

    @Override
    public String toString() {
        return requests + " requests, " + takeOvers + " taken over, " + repeats() + " effects repeated (" + killedOver()
                + " since a worker was killed, " + givenUp + " since an attempt had failed)";
    }
}
