package dev.safe4j.counter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What listeners are told, and that they can break nothing. */
class CounterListenerTest {

    private final MemoryCounterStore store = new MemoryCounterStore();
    private final List<String> heard = new ArrayList<>();

    private final CounterListener listener = new CounterListener() {
        @Override
        public void onAdd(String key, Outcome outcome, Duration took) {
            heard.add("add " + key + " " + outcome);
        }

        @Override
        public void onTake(String key, Outcome outcome, Duration took) {
            heard.add("take " + key + " " + outcome);
        }

        @Override
        public void onBlock(String name, Outcome outcome, Duration took) {
            heard.add("block " + name + " " + outcome);
        }
    };

    @Test
    void every_step_is_told_with_its_outcome() {
        Counters counters = Counters.on(store).listener(listener).atMost(5);
        counters.add("seats", 5);
        counters.tryAdd("seats", 1);
        Counters.on(store).listener(listener).striped("likes", 3).add(1);
        Quota quota = Quota.on(store)
                .limit(1)
                .per(Duration.ofDays(1))
                .listener(listener)
                .sliding();
        quota.take("ann");
        quota.take("ann");
        Sequence sequence = Sequence.inBlocks(store, 2).listener(listener);
        sequence.next("order");
        sequence.next("order");
        sequence.next("order");
        assertThat(heard)
                .containsExactly(
                        "add seats DONE",
                        "add seats REFUSED",
                        "add likes DONE",
                        "take ann DONE",
                        "take ann REFUSED",
                        "block order DONE",
                        "block order DONE");
    }

    @Test
    void a_listener_that_fails_changes_nothing() {
        Counters counters = Counters.on(store).listener(new CounterListener() {
            @Override
            public void onAdd(String key, Outcome outcome, Duration took) {
                if (outcome == Outcome.DONE) {
                    throw new NoSuchMethodError("of a library of another version");
                }
                throw new IllegalStateException("listener");
            }
        });
        Counters bounded = counters.listener(listener).atMost(5);
        assertThat(bounded.add("seats", 5)).isEqualTo(5);
        assertThat(bounded.tryAdd("seats", 1)).isInstanceOf(AddResult.Refused.class);
        assertThat(heard).containsExactly("add seats DONE", "add seats REFUSED");
        assertThatThrownBy(() -> counters.listener(null)).isInstanceOf(NullPointerException.class);
    }
}
