package dev.safe4j.test.history;

import static dev.safe4j.test.history.LeaseModel.Reply.EXPIRED;
import static dev.safe4j.test.history.LeaseModel.Reply.KEPT;
import static dev.safe4j.test.history.LeaseModel.Reply.LOST;
import static dev.safe4j.test.history.LeaseModel.Reply.REFUSED;
import static dev.safe4j.test.history.LeaseModel.Reply.RELEASED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.test.history.LeaseModel.Acquire;
import dev.safe4j.test.history.LeaseModel.Answer;
import dev.safe4j.test.history.LeaseModel.Command;
import dev.safe4j.test.history.LeaseModel.Expire;
import dev.safe4j.test.history.LeaseModel.Granted;
import dev.safe4j.test.history.LeaseModel.Release;
import dev.safe4j.test.history.LeaseModel.Renew;
import org.junit.jupiter.api.Test;

class LeaseModelTest {

    private final LeaseModel model = new LeaseModel();
    private final Script<Command, Answer> script = new Script<>();

    @Test
    void a_lease_is_granted_kept_released_and_ends() {
        script.then(new Acquire("a"), new Granted(1))
                .then(new Renew("a"), KEPT)
                .then(new Acquire("b"), REFUSED)
                .then(new Release("a"), RELEASED)
                .then(new Acquire("b"), new Granted(7))
                .then(new Expire("b"), EXPIRED)
                .then(new Renew("b"), LOST)
                .then(new Release("b"), LOST)
                .then(new Acquire("c"), new Granted(8))
                .isExplainedBy(model);
    }

    @Test
    void a_second_owner_is_found_unless_the_lease_ended() {
        new Script<Command, Answer>()
                .then(new Acquire("a"), new Granted(1))
                .then(new Acquire("b"), new Granted(2))
                .isNotExplainedBy(model);
        new Script<Command, Answer>()
                .then(new Acquire("a"), new Granted(1))
                .lost(new Expire("a"))
                .then(new Acquire("b"), new Granted(2))
                .then(new Renew("a"), LOST)
                .isExplainedBy(model);
    }

    @Test
    void a_lease_that_may_end_later_has_not_ended_before() {
        script.at(0, 10, new Acquire("a"), new Granted(1))
                .at(20, 30, new Acquire("b"), new Granted(2))
                .add(Operation.unanswered("clock", "k", new Expire("a"), 31))
                .isNotExplainedBy(model);
    }

    @Test
    void a_lease_that_may_have_ended_has_not_ended_for_a_holder_who_kept_it() {
        script.then(new Acquire("a"), new Granted(1))
                .lost(new Expire("a"))
                .then(new Acquire("b"), new Granted(2))
                .then(new Renew("a"), KEPT);
        assertThat(script.isNotExplainedBy(model)).isEqualTo(new Renew("a"));
    }

    @Test
    void a_token_that_goes_back_or_comes_twice_is_found() {
        for (long second : new long[] {4, 5}) {
            Script<Command, Answer> tokens = new Script<Command, Answer>()
                    .then(new Acquire("a"), new Granted(5))
                    .then(new Release("a"), RELEASED)
                    .then(new Acquire("b"), new Granted(second));
            assertThat(tokens.isNotExplainedBy(model)).isEqualTo(new Acquire("b"));
        }
    }

    @Test
    void a_lost_grant_that_must_have_happened_took_a_token() {
        Script<Command, Answer> lostGrant = new Script<Command, Answer>()
                .then(new Acquire("a"), new Granted(5))
                .then(new Release("a"), RELEASED)
                .lost(new Acquire("b"))
                .lost(new Expire("b"))
                .then(new Acquire("c"), REFUSED);
        int size = lostGrant.operations().size();
        lostGrant.then(new Acquire("c"), new Granted(7)).isExplainedBy(model);
        lostGrant.operations().remove(size);
        lostGrant.then(new Acquire("c"), new Granted(6)).isNotExplainedBy(model);
    }

    @Test
    void a_refusal_of_a_free_lease_and_an_end_of_what_is_not_held_are_found() {
        new Script<Command, Answer>().then(new Acquire("a"), REFUSED).isNotExplainedBy(model);
        new Script<Command, Answer>().then(new Expire("a"), EXPIRED).isNotExplainedBy(model);
        new Script<Command, Answer>().then(new Renew("a"), new Granted(1)).isNotExplainedBy(model);
        new Script<Command, Answer>()
                .then(new Acquire("a"), new Granted(1))
                .then(new Release("a"), LOST)
                .isNotExplainedBy(model);
    }
}
