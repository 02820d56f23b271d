package dev.safe4j.test.history;

import static dev.safe4j.test.history.FenceModel.Answer.ACCEPTED;
import static dev.safe4j.test.history.FenceModel.Answer.REJECTED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.test.history.FenceModel.Answer;
import dev.safe4j.test.history.FenceModel.Write;
import org.junit.jupiter.api.Test;

class FenceModelTest {

    private final FenceModel model = new FenceModel();
    private final Script<Write, Answer> script = new Script<>();

    @Test
    void the_highest_token_may_write_again_and_a_lower_one_never() {
        script.then(new Write(1), ACCEPTED)
                .then(new Write(3), ACCEPTED)
                .then(new Write(3), ACCEPTED)
                .then(new Write(2), REJECTED)
                .then(new Write(4), ACCEPTED)
                .isExplainedBy(model);
    }

    @Test
    void a_stale_write_that_was_accepted_is_found() {
        script.then(new Write(3), ACCEPTED).then(new Write(2), ACCEPTED);
        assertThat(script.isNotExplainedBy(model)).isEqualTo(new Write(2));
    }

    @Test
    void a_fresh_write_that_was_rejected_is_found() {
        script.then(new Write(3), ACCEPTED).then(new Write(3), REJECTED).isNotExplainedBy(model);
    }

    @Test
    void writes_at_one_time_may_be_taken_in_either_order() {
        script.at(0, 10, new Write(3), ACCEPTED)
                .at(0, 10, new Write(2), ACCEPTED)
                .then(new Write(2), REJECTED)
                .isExplainedBy(model);
    }

    @Test
    void a_lost_write_explains_a_rejection_and_forbids_what_it_made_stale() {
        new Script<Write, Answer>()
                .lost(new Write(9))
                .then(new Write(5), ACCEPTED)
                .then(new Write(5), REJECTED)
                .isExplainedBy(model);
        new Script<Write, Answer>()
                .lost(new Write(9))
                .then(new Write(5), REJECTED)
                .then(new Write(6), ACCEPTED)
                .isNotExplainedBy(model);
    }
}
