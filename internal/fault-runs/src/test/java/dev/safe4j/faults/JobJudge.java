package dev.safe4j.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.job.JobState;
import dev.safe4j.job.StoredJob;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Says whether what a run of jobs has left is what the rules allow. Every job is done or dead, as its kind has to end; of those before the
 * last one, every attempt has left one line in the history, so attempts are exact; and what was written together with a completion is there
 * once, by the attempt that completed. For one thread.
 */
final class JobJudge {

    private final Map<Integer, List<Effect>> effects;
    private long lapses;
    private long failures;
    private long repeats;
    private long dead;

    JobJudge(List<Effect> effects) {
        this.effects = effects.stream().collect(Collectors.groupingBy(Effect::key));
    }

    /** Judges all jobs of a run, by number, of which so many are there to be. */
    void judge(Map<Integer, StoredJob> kept, int all) {
        assertThat(effects.keySet())
                .as("none has an effect that was not enqueued")
                .allMatch(each -> each < all);
        assertThat(kept.keySet()).as("none is kept that was not enqueued").allMatch(each -> each < all);
        for (int number = 0; number < all; number++) {
            judge(number, kept.get(number), effects.getOrDefault(number, List.of()));
        }
    }

    private void judge(int number, @Nullable StoredJob job, List<Effect> itsOwn) {
        JobKind kind = JobKind.of(number);
        String what = "job " + number + ", " + kind + ": " + job + ", " + itsOwn;
        assertThat(itsOwn.stream().map(Effect::attempt))
                .as("an attempt is run once: " + what)
                .doesNotHaveDuplicates();
        repeats += Math.max(0, itsOwn.size() - 1);
        if (job == null) {
            assertThat(kind.isKept()).as("it is kept: " + what).isFalse();
            assertThat(itsOwn).as("it was done: " + what).isNotEmpty();
            return;
        }
        assertThat(kind.isKept()).as("it is kept: " + what).isTrue();
        assertHistory(kind, job, what);
        if (kind.isNeverDone()) {
            dead++;
            assertThat(itsOwn).as("what failed has no effect: " + what).isEmpty();
            return;
        }
        assertThat(job.state()).as(what).isEqualTo(JobState.DONE);
        assertThat(itsOwn.stream().map(Effect::attempt).map(Long::intValue))
                .as("the attempt that is done has written: " + what)
                .contains(job.attempt())
                .allMatch(attempt -> attempt <= job.attempt());
        assertThat(job.attempt()).as(what).isGreaterThanOrEqualTo(kind.isErratic() ? 3 : 1);
        assertThat(itsOwn.size())
                .as("effects that commit with the completion: " + what)
                .isLessThanOrEqualTo(kind.isTransactional() ? 1 : job.attempt());
    }

    private void assertHistory(JobKind kind, StoredJob job, String what) {
        List<String> lines = job.saved()
                .history()
                .lines()
                .filter(each -> each.startsWith("attempt "))
                .toList();
        boolean isDead = kind.isNeverDone();
        int ended = isDead ? job.attempt() : job.attempt() - 1;
        Set<String> expected = IntStream.rangeClosed(Math.max(1, ended - lines.size() + 1), ended)
                .mapToObj(each -> "attempt " + each)
                .collect(Collectors.toSet());
        assertThat(lines).as("each attempt that failed has a line: " + what).hasSize(Math.min(ended, lines.size()));
        assertThat(lines.size()).as(what).isGreaterThanOrEqualTo(Math.min(ended, 20));
        assertThat(numbers(lines)).as("of its own: " + what).isEqualTo(expected);
        long lapsed =
                lines.stream().filter(each -> each.contains("lease ran out")).count();
        lapses += lapsed;
        failures += lines.size() - lapsed;
        if (isDead) {
            assertThat(job.state()).as(what).isEqualTo(JobState.DEAD);
        }
        if (kind == JobKind.DOOMED) {
            assertThat(job.attempt()).as(what).isEqualTo(kind.attempts());
        } else if (kind == JobKind.HOPELESS) {
            assertThat(lines.stream().filter(each -> each.contains("is hopeless")))
                    .as("dead at once: " + what)
                    .containsExactly(lines.get(lines.size() - 1));
        }
    }

    private static Set<String> numbers(List<String> lines) {
        Set<String> numbers = new HashSet<>();
        lines.forEach(each -> numbers.add(each.substring(0, each.indexOf(" at "))));
        return numbers;
    }

    /** Attempts that ended with their worker, or with its claim, of the jobs that are kept. */
    long lapses() {
        return lapses;
    }

    @Override
    public String toString() {
        return dead + " dead, " + failures + " failures and " + lapses + " lapses in their histories, " + repeats
                + " effects repeated";
    }
}
