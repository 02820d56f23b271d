package dev.safe4j.test.history;

import static dev.safe4j.test.history.LockModel.Answer.GRANTED;
import static dev.safe4j.test.history.LockModel.Answer.REFUSED;
import static dev.safe4j.test.history.LockModel.Answer.RELEASED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.test.history.LockModel.Answer;
import dev.safe4j.test.history.LockModel.Command;
import dev.safe4j.test.history.LockModel.Release;
import dev.safe4j.test.history.LockModel.TryAcquire;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinearizabilityCheckerTest {

    private final LockModel model = new LockModel();

    private static Operation<Command, Answer> granted(String client, Object key, long call, long ret) {
        return new Operation<>(client, key, new TryAcquire(client), GRANTED, call, ret);
    }

    @Test
    void nothing_is_linearizable_and_counts_as_nothing() {
        assertThat(LinearizabilityChecker.check(new History<>(), model))
                .isEqualTo(new Verdict.Linearizable(0, 0))
                .hasToString("linearizable: 0 operations on 0 keys.");
        assertThat(LinearizabilityChecker.check(List.of(Operation.unanswered("a", "k", new TryAcquire("a"), 0)), model))
                .isEqualTo(new Verdict.Linearizable(1, 1));
    }

    @Test
    void each_key_is_a_thing_of_its_own() {
        assertThat(LinearizabilityChecker.check(List.of(granted("a", 1, 0, 10), granted("b", 2, 0, 10)), model)
                        .orThrow())
                .isEqualTo(new Verdict.Linearizable(2, 2));
        assertThat(LinearizabilityChecker.check(
                        List.of(granted("a", 1, 0, 10), granted("b", 2, 0, 10), granted("c", 2, 0, 10)), model))
                .isInstanceOfSatisfying(
                        Verdict.NotLinearizable.class,
                        violation -> assertThat(violation.key()).isEqualTo(2));
    }

    @Test
    void operations_that_touch_may_stand_in_either_order() {
        Operation<Command, Answer> release = new Operation<>("a", "k", new Release("a"), RELEASED, 30, 40);
        assertThat(LinearizabilityChecker.check(
                                List.of(granted("a", "k", 0, 10), granted("b", "k", 20, 30), release), model)
                        .isLinearizable())
                .isTrue();
        assertThat(LinearizabilityChecker.check(
                                List.of(granted("a", "k", 0, 10), granted("b", "k", 20, 29), release), model)
                        .isLinearizable())
                .isFalse();
    }

    @Test
    void a_fault_is_told_with_its_operation_the_states_and_what_went_before() {
        Verdict verdict = LinearizabilityChecker.check(
                List.of(
                        granted("a", "order-7", 1_000, 1_010),
                        new Operation<>("c", "order-7", new TryAcquire("c"), REFUSED, 1_020, 1_030),
                        Operation.unanswered("d", "order-7", new TryAcquire("d"), 1_025),
                        granted("b", "order-7", 1_040, 1_050),
                        granted("e", "order-7", 1_060, 1_070)),
                model);
        assertThat(verdict.isLinearizable()).isFalse();
        assertThat(verdict).hasToString("""
                        not linearizable: key 'order-7'. No order explains the answer of
                            b: TryAcquire[holder=b] -> GRANTED  [40 .. 50]
                        States that the operations before it can lead to:
                            Optional[a]
                        Operations up to its return (times since the first one shown):
                            (1 more, earlier ones or without effect)
                            a: TryAcquire[holder=a] -> GRANTED  [0 .. 10]
                            d: TryAcquire[holder=d] -> no reply  [25 .. ]
                          > b: TryAcquire[holder=b] -> GRANTED  [40 .. 50]
                        """);
        assertThatThrownBy(verdict::orThrow).isInstanceOf(AssertionError.class).hasMessage(verdict.toString());
    }

    @Test
    void at_its_limit_it_does_not_know() {
        Verdict verdict = LinearizabilityChecker.check(List.of(granted("a", "k", 7, 9)), model, 1);
        assertThat(verdict).isEqualTo(new Verdict.Linearizable(1, 1));
        Verdict unknown = LinearizabilityChecker.check(
                List.of(granted("a", "k", 7, 9), new Operation<>("b", "k", new Release("a"), RELEASED, 10, 12)),
                model,
                1);
        assertThat(unknown.isLinearizable()).isFalse();
        assertThat(unknown).hasToString("""
                        unknown whether linearizable: the search reached its limit of 1 steps at key 'k'. \
                        The orders tried explain the answers before this one:
                            b: Release[holder=a] -> RELEASED  [0 .. 2]
                        """);
        assertThatThrownBy(unknown::orThrow).isInstanceOf(AssertionError.class).hasMessage(unknown.toString());
    }

    @Test
    void the_limit_is_for_all_keys_together() {
        List<Operation<Command, Answer>> operations =
                List.of(granted("a", 1, 0, 1), granted("b", 2, 0, 1), granted("c", 3, 0, 1));
        assertThat(LinearizabilityChecker.check(operations, model, 3)).isInstanceOf(Verdict.Linearizable.class);
        assertThat(LinearizabilityChecker.check(operations, model, 2))
                .isInstanceOfSatisfying(Verdict.Unknown.class, unknown -> {
                    assertThat(unknown.key()).isEqualTo(3);
                    assertThat(unknown.limit()).isEqualTo(2);
                });
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LinearizabilityChecker.check(operations, model, 0))
                .withMessage("the limit of a search must be positive, and is 0.");
    }

    @Test
    void a_client_that_makes_two_calls_at_a_time_is_refused() {
        Operation<Command, Answer> first = granted("a", 1, 0, 10);
        Operation<Command, Answer> second = granted("a", 2, 9, 20);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LinearizabilityChecker.check(List.of(second, first), model))
                .withMessage(
                        "a client makes one call at a time, and client 'a' made two: "
                                + "a: TryAcquire[holder=a] -> GRANTED  [0 .. 10] and a: TryAcquire[holder=a] -> GRANTED  [9 .. 20].");
        Operation<Command, Answer> lost = Operation.unanswered("a", 2, new TryAcquire("a"), 9);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LinearizabilityChecker.check(List.of(first, lost), model))
                .withMessageContaining("client 'a' made two");
    }

    @Test
    void a_client_whose_reply_was_lost_may_go_on() {
        Operation<Command, Answer> lost = Operation.unanswered("a", "k", new Release("a"), 20);
        assertThat(LinearizabilityChecker.check(
                                List.of(granted("a", "k", 0, 10), lost, granted("a", "k", 30, 40)), model)
                        .isLinearizable())
                .isTrue();
    }

    @Test
    @SuppressWarnings("NullAway")
    void an_operation_that_cannot_be_is_refused() {
        TryAcquire input = new TryAcquire("a");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Operation<>("a", "k", input, GRANTED, 10, 9))
                .withMessage("an operation ends after it began: client 'a', TryAcquire[holder=a] was called at 10 and "
                        + "answered at 9.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Operation<>("a", "k", input, GRANTED, 10, Operation.NEVER))
                .withMessageContaining("an answer comes at a moment");
        assertThatThrownBy(() -> new Operation<>("a", null, input, GRANTED, 1, 2))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("the key of an operation of client 'a' is null.");
        assertThatThrownBy(() -> new Operation<>(null, "k", input, GRANTED, 1, 2))
                .hasMessage("the client of an operation is null.");
        assertThatThrownBy(() -> new Operation<>("a", "k", null, GRANTED, 1, 2))
                .hasMessage("the input of an operation of client 'a' is null.");
        assertThatThrownBy(() -> new Operation<>("a", "k", input, null, 1, 2))
                .hasMessageContaining("an answer is never null");
    }

    @Test
    void a_model_that_calls_a_change_read_only_is_refused() {
        Model.Deterministic<Integer, String, Integer> liar = new Model.Deterministic<>() {
            @Override
            public Integer initial() {
                return 0;
            }

            @Override
            public Model.Outcome<Integer, Integer> apply(Integer state, String input) {
                return new Model.Outcome<>(state + 1, state + 1);
            }

            @Override
            public boolean isReadOnly(String input, Integer output) {
                return true;
            }
        };
        assertThatIllegalStateException()
                .isThrownBy(
                        () -> LinearizabilityChecker.check(List.of(new Operation<>("a", "k", "next", 1, 0, 1)), liar))
                .withMessageContaining("says that next -> 1 is read only, and changes 0 to 1 with it.");
    }
}
