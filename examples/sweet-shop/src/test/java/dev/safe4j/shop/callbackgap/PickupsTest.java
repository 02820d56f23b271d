package dev.safe4j.shop.callbackgap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.shop.pages.Gate;
import dev.safe4j.shop.pages.Recording;
import dev.safe4j.shop.pages.Visitor;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class PickupsTest {

    private static final String CALLER = "caller: UnsafePickups.collect";
    private static final String COURIER = "the courier's thread";

    private final Gate answer = new Gate();
    private final List<Visitor> couriers = new CopyOnWriteArrayList<>();
    private final List<String> numbers = new CopyOnWriteArrayList<>();

    /** Calls back when the gate is opened: parcel 1 has a number, parcel 2 is refused, of parcel 3 nothing is heard. */
    private void collect(String parcel, Consumer<String> onNumber, Consumer<Exception> onFailure) {
        couriers.add(Visitor.starts("courier", () -> {
            answer.pass();
            if (parcel.equals("parcel 1")) {
                onNumber.accept("JD014");
            } else if (parcel.equals("parcel 2")) {
                onFailure.accept(new IOException("too heavy"));
            }
        }));
    }

    @Test
    void unsafe_has_no_number_and_its_failure_goes_nowhere() {
        Recording recording = new Recording(CALLER, COURIER);
        Pickups pickups = new UnsafePickups(this::collect);
        recording.note(CALLER, "courier.collect(parcel 1, …)");
        assertThat(pickups.collect("parcel 1")).isEmpty();
        recording.note(CALLER, "number.get() → \"\": a label without a number");
        assertThat(pickups.collect("parcel 2")).isEmpty();
        recording.note(CALLER, "courier.collect(parcel 2, …); number.get() → \"\"");
        answer.open();
        couriers.get(0).finish();
        recording.note(COURIER, "number.set(JD014), which nobody reads any more");
        assertThat(couriers.get(1).failure()).isInstanceOf(IllegalStateException.class);
        recording.note(COURIER, "parcel 2 is too heavy → IllegalStateException, thrown at the courier's own code");
        recording.assertOnPage("callback-gap", "one number and one failure, and the caller has neither");
    }

    @Test
    void safe_returns_the_number_when_it_comes() {
        Pickups pickups = new SafePickups(Visitor.BOUND, this::collect);
        Visitor caller = Visitor.starts("caller", () -> numbers.add(pickups.collect("parcel 1")));
        answer.awaitArrival();
        assertThat(caller.isDone()).isFalse();
        answer.open();
        caller.finish();
        assertThat(numbers).containsExactly("JD014");
    }

    @Test
    void safe_throws_what_the_courier_tells() {
        answer.open();
        assertThatThrownBy(() -> new SafePickups(Visitor.BOUND, this::collect).collect("parcel 2"))
                .hasRootCauseInstanceOf(IOException.class)
                .hasRootCauseMessage("too heavy");
    }

    @Test
    void safe_waits_no_longer_than_it_said() {
        answer.open();
        assertThatThrownBy(() -> new SafePickups(Duration.ofMillis(100), this::collect).collect("parcel 3"))
                .hasRootCauseInstanceOf(TimeoutException.class);
    }
}
