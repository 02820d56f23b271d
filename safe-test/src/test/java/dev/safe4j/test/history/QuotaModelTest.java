package dev.safe4j.test.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.test.history.QuotaModel.Add;
import dev.safe4j.test.history.QuotaModel.Answer;
import dev.safe4j.test.history.QuotaModel.Command;
import dev.safe4j.test.history.QuotaModel.Read;
import dev.safe4j.test.history.QuotaModel.Refused;
import dev.safe4j.test.history.QuotaModel.Total;
import org.junit.jupiter.api.Test;

class QuotaModelTest {

    private final QuotaModel model = new QuotaModel(10);
    private final Script<Command, Answer> script = new Script<>();

    @Test
    void what_fits_is_added_and_what_does_not_is_refused() {
        script.then(new Add(6), new Total(6))
                .then(new Add(5), new Refused())
                .then(new Add(4), new Total(10))
                .then(new Add(1), new Refused())
                .then(new Read(), new Total(10))
                .then(new Add(-3), new Total(7))
                .then(new Add(3), new Total(10))
                .isExplainedBy(model);
    }

    @Test
    void a_total_above_the_limit_is_found() {
        script.then(new Add(6), new Total(6)).then(new Add(5), new Total(11));
        assertThat(script.isNotExplainedBy(model)).isEqualTo(new Add(5));
    }

    @Test
    void a_refusal_of_what_fits_is_found() {
        script.then(new Add(6), new Total(6)).then(new Add(4), new Refused()).isNotExplainedBy(model);
    }

    @Test
    void a_lost_update_is_found() {
        script.at(0, 10, new Add(1), new Total(1))
                .at(0, 10, new Add(1), new Total(1))
                .isNotExplainedBy(model);
    }

    @Test
    void a_lost_update_that_only_a_read_shows_is_found() {
        script.then(new Add(1), new Total(1)).then(new Add(1), new Total(2)).then(new Read(), new Total(1));
        assertThat(script.isNotExplainedBy(model)).isEqualTo(new Read());
    }

    @Test
    void a_read_that_goes_back_is_found() {
        script.at(0, 100, new Add(1), new Total(1))
                .at(10, 20, new Read(), new Total(1))
                .at(30, 40, new Read(), new Total(0))
                .isNotExplainedBy(model);
    }

    @Test
    void of_lost_adds_as_many_happened_as_the_reads_show() {
        new Script<Command, Answer>()
                .lost(new Add(2))
                .lost(new Add(2))
                .lost(new Add(3))
                .then(new Read(), new Total(2))
                .then(new Read(), new Total(5))
                .then(new Add(1), new Total(8))
                .isExplainedBy(model);
        new Script<Command, Answer>()
                .lost(new Add(2))
                .lost(new Add(2))
                .then(new Read(), new Total(3))
                .isNotExplainedBy(model);
        new Script<Command, Answer>()
                .lost(new Add(7))
                .lost(new Add(7))
                .then(new Add(1), new Total(8))
                .then(new Read(), new Total(15))
                .isNotExplainedBy(model);
    }

    private static Script<Command, Answer> lost(long... amounts) {
        Script<Command, Answer> result = new Script<>();
        for (long amount : amounts) {
            result.lost(new Add(amount));
        }
        return result;
    }

    /** 13 is found as 10 + 1 + 2 first, which leaves no 1 for the 14. */
    @Test
    void what_was_reached_with_some_lost_adds_is_tried_again_with_others() {
        lost(1, 2, 3, 4, 6)
                .then(new Read(), new Total(10))
                .then(new Read(), new Total(13))
                .then(new Read(), new Total(14))
                .isExplainedBy(new QuotaModel(100));
    }

    /** 13 is found as 10 + 5 - 5 + 3 first, which leaves no 5 for the 18. */
    @Test
    void what_was_reached_with_more_lost_adds_is_tried_again_with_fewer() {
        lost(5, -5, 3, 4, 6)
                .then(new Read(), new Total(10))
                .then(new Read(), new Total(13))
                .then(new Read(), new Total(18))
                .isExplainedBy(new QuotaModel(100));
    }

    @Test
    void a_lost_add_that_would_have_to_happen_twice_does_not_pass_at_the_limit() {
        Script<Command, Answer> sums = lost(1, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768)
                .then(new Read(), new Total(1))
                .then(new Read(), new Total(2));
        assertThat(LinearizabilityChecker.check(sums.operations(), new QuotaModel(100_000), 50_000))
                .isInstanceOf(Verdict.Unknown.class);
        sums.isNotExplainedBy(new QuotaModel(100_000));
    }
}
