package dev.safe4j.test.history;

import static dev.safe4j.test.history.LockModel.Answer.GRANTED;
import static dev.safe4j.test.history.LockModel.Answer.NOT_HELD;
import static dev.safe4j.test.history.LockModel.Answer.REFUSED;
import static dev.safe4j.test.history.LockModel.Answer.RELEASED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.test.history.LockModel.Release;
import dev.safe4j.test.history.LockModel.TryAcquire;
import org.junit.jupiter.api.Test;

class LockModelTest {

    private final LockModel model = new LockModel();
    private final Script<LockModel.Command, LockModel.Answer> script = new Script<>();

    @Test
    void a_lock_goes_from_holder_to_holder() {
        script.then(new TryAcquire("a"), GRANTED)
                .then(new TryAcquire("b"), REFUSED)
                .then(new TryAcquire("a"), REFUSED)
                .then(new Release("b"), NOT_HELD)
                .then(new Release("a"), RELEASED)
                .then(new TryAcquire("b"), GRANTED)
                .isExplainedBy(model);
    }

    @Test
    void two_owners_at_once_are_found() {
        script.then(new TryAcquire("a"), GRANTED).then(new TryAcquire("b"), GRANTED);
        assertThat(script.isNotExplainedBy(model)).isEqualTo(new TryAcquire("b"));
    }

    @Test
    void two_owners_at_once_are_found_though_both_calls_overlap() {
        script.at(0, 10, new TryAcquire("a"), GRANTED)
                .at(0, 10, new TryAcquire("b"), GRANTED)
                .isNotExplainedBy(model);
    }

    @Test
    void a_grant_may_overlap_the_release_that_makes_it_possible_and_not_precede_it() {
        new Script<LockModel.Command, LockModel.Answer>()
                .at(0, 10, new TryAcquire("a"), GRANTED)
                .at(20, 30, new TryAcquire("b"), GRANTED)
                .at(25, 40, new Release("a"), RELEASED)
                .isExplainedBy(model);
        new Script<LockModel.Command, LockModel.Answer>()
                .at(0, 10, new TryAcquire("a"), GRANTED)
                .at(20, 30, new TryAcquire("b"), GRANTED)
                .at(31, 40, new Release("a"), RELEASED)
                .isNotExplainedBy(model);
    }

    @Test
    void a_refusal_of_a_free_lock_and_a_release_of_what_is_not_held_are_found() {
        new Script<LockModel.Command, LockModel.Answer>()
                .then(new TryAcquire("a"), REFUSED)
                .isNotExplainedBy(model);
        new Script<LockModel.Command, LockModel.Answer>()
                .then(new Release("a"), RELEASED)
                .isNotExplainedBy(model);
        new Script<LockModel.Command, LockModel.Answer>()
                .then(new TryAcquire("a"), GRANTED)
                .then(new Release("a"), NOT_HELD)
                .isNotExplainedBy(model);
    }

    @Test
    void a_lost_grant_explains_a_refusal() {
        script.lost(new TryAcquire("a")).then(new TryAcquire("b"), REFUSED).isExplainedBy(model);
    }

    @Test
    void a_lost_grant_need_not_have_happened() {
        script.lost(new TryAcquire("a")).then(new TryAcquire("b"), GRANTED).isExplainedBy(model);
    }

    @Test
    void a_lost_grant_that_was_seen_must_have_happened() {
        script.lost(new TryAcquire("a")).then(new TryAcquire("b"), REFUSED).then(new TryAcquire("b"), GRANTED);
        assertThat(script.isNotExplainedBy(model)).isEqualTo(new TryAcquire("b"));
    }

    @Test
    void a_lost_release_may_happen_late_and_once() {
        new Script<LockModel.Command, LockModel.Answer>()
                .then(new TryAcquire("a"), GRANTED)
                .lost(new Release("a"))
                .then(new TryAcquire("b"), REFUSED)
                .then(new TryAcquire("b"), GRANTED)
                .isExplainedBy(model);
        new Script<LockModel.Command, LockModel.Answer>()
                .then(new TryAcquire("a"), GRANTED)
                .lost(new Release("a"))
                .then(new TryAcquire("b"), GRANTED)
                .then(new TryAcquire("c"), GRANTED)
                .isNotExplainedBy(model);
    }

    @Test
    void a_lost_grant_does_not_happen_before_its_call() {
        script.then(new TryAcquire("b"), REFUSED).lost(new TryAcquire("a")).isNotExplainedBy(model);
    }
}
