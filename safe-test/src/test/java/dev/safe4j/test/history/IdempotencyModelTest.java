package dev.safe4j.test.history;

import static dev.safe4j.test.history.IdempotencyModel.Reply.ABANDONED;
import static dev.safe4j.test.history.IdempotencyModel.Reply.BUSY;
import static dev.safe4j.test.history.IdempotencyModel.Reply.EXPIRED;
import static dev.safe4j.test.history.IdempotencyModel.Reply.LOST;
import static dev.safe4j.test.history.IdempotencyModel.Reply.STARTED;
import static dev.safe4j.test.history.IdempotencyModel.Reply.STORED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.test.history.IdempotencyModel.Abandon;
import dev.safe4j.test.history.IdempotencyModel.Answer;
import dev.safe4j.test.history.IdempotencyModel.Begin;
import dev.safe4j.test.history.IdempotencyModel.Command;
import dev.safe4j.test.history.IdempotencyModel.Expire;
import dev.safe4j.test.history.IdempotencyModel.Finish;
import dev.safe4j.test.history.IdempotencyModel.Replayed;
import org.junit.jupiter.api.Test;

class IdempotencyModelTest {

    private final IdempotencyModel model = new IdempotencyModel();
    private final Script<Command, Answer> script = new Script<>();

    @Test
    void the_stored_value_is_replayed() {
        script.then(new Begin("a"), STARTED)
                .then(new Begin("b"), BUSY)
                .then(new Finish("a", 42), STORED)
                .then(new Begin("b"), new Replayed(42))
                .then(new Begin("a"), new Replayed(42))
                .then(new Finish("b", 43), LOST)
                .isExplainedBy(model);
    }

    @Test
    void who_gave_up_or_was_too_slow_makes_room() {
        script.then(new Begin("a"), STARTED)
                .then(new Abandon("a"), ABANDONED)
                .then(new Begin("b"), STARTED)
                .then(new Expire("b"), EXPIRED)
                .then(new Begin("c"), STARTED)
                .then(new Finish("b", 1), LOST)
                .then(new Abandon("b"), LOST)
                .then(new Finish("c", 2), STORED)
                .isExplainedBy(model);
    }

    @Test
    void a_replay_with_another_value_is_found() {
        script.then(new Begin("a"), STARTED)
                .then(new Finish("a", 42), STORED)
                .then(new Begin("b"), new Replayed(42))
                .then(new Begin("c"), new Replayed(43));
        assertThat(script.isNotExplainedBy(model)).isEqualTo(new Begin("c"));
    }

    @Test
    void two_owners_at_once_are_found() {
        script.at(0, 10, new Begin("a"), STARTED)
                .at(0, 10, new Begin("b"), STARTED)
                .isNotExplainedBy(model);
    }

    @Test
    void a_second_run_after_the_value_and_a_value_stored_twice_are_found() {
        new Script<Command, Answer>()
                .then(new Begin("a"), STARTED)
                .then(new Finish("a", 42), STORED)
                .then(new Begin("b"), STARTED)
                .isNotExplainedBy(model);
        new Script<Command, Answer>()
                .then(new Begin("a"), STARTED)
                .lost(new Expire("a"))
                .then(new Begin("b"), STARTED)
                .then(new Finish("b", 1), STORED)
                .then(new Finish("a", 2), STORED)
                .isNotExplainedBy(model);
    }

    @Test
    void a_replay_or_a_busy_answer_from_nowhere_is_found() {
        new Script<Command, Answer>().then(new Begin("a"), new Replayed(1)).isNotExplainedBy(model);
        new Script<Command, Answer>().then(new Begin("a"), BUSY).isNotExplainedBy(model);
    }

    @Test
    void a_lost_finish_has_stored_its_value_or_not() {
        new Script<Command, Answer>()
                .then(new Begin("a"), STARTED)
                .lost(new Finish("a", 42))
                .then(new Begin("b"), BUSY)
                .then(new Begin("b"), new Replayed(42))
                .isExplainedBy(model);
        new Script<Command, Answer>()
                .then(new Begin("a"), STARTED)
                .lost(new Finish("a", 42))
                .then(new Begin("b"), new Replayed(42))
                .then(new Begin("b"), BUSY)
                .isNotExplainedBy(model);
    }
}
