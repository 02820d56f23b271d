package dev.safe4j.test.hint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.test.interleavings.Exploration;
import dev.safe4j.test.interleavings.Summary;
import dev.safe4j.test.interleavings.Verdict;
import dev.safe4j.test.report.Sample;
import java.util.Objects;
import java.util.concurrent.Callable;

/** Looks at the hint of a finding. */
final class HintCheck {

    private HintCheck() {}

    static void assertHint(Exploration found, Verdict verdict, Hazard hazard) {
        assertThat(found.verdict()).as(found::toString).isEqualTo(verdict);
        Hint hint = Summary.of(found).hint();
        assertThat(hint).as(found::toString).isNotNull();
        assertThat(Objects.requireNonNull(hint).hazard()).as(found::toString).isEqualTo(hazard);
        assertThat(found.toString()).contains("hint: " + hazard.title() + ": ").contains("(see " + hazard.page() + ")");
    }

    static void assertNoHint(Exploration found, Verdict verdict) {
        assertThat(found.verdict()).as(found::toString).isEqualTo(verdict);
        assertThat(Summary.of(found).hint()).as(found::toString).isNull();
    }

    static Exploration twice(Sample sample, String table, int most, Callable<Integer> body) {
        return sample.from("delete from " + table)
                .actor("request 1", body)
                .actor("request 2", body)
                .always("at most " + most, () -> sample.number("select count(*) from " + table) <= most)
                .tryExplore();
    }
}
