package dev.safe4j.shop.leakedresource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.background.WorkerThreads;
import dev.safe4j.fanout.FanOutFailedException;
import dev.safe4j.servers.Await;
import dev.safe4j.shop.leakedresource.Moulds.Mould;
import dev.safe4j.shop.pages.Gate;
import dev.safe4j.shop.pages.Recording;
import dev.safe4j.shop.pages.Visitor;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

class MouldsTest {

    private static final String CALLER = "caller: UnsafeMoulds.take";
    private static final String RACK = "the rack";
    private static final List<String> SHAPES = List.of("heart", "star", "moon");

    private final Set<String> taken = ConcurrentHashMap.newKeySet();
    private final Gate far = new Gate();

    /** The star is not there, which is seen when the heart is taken; the moon hangs far back, and whoever fetches it lets nothing stop him. */
    private Mould take(String shape) {
        if (shape.equals("star")) {
            Await.until(Visitor.BOUND, "the heart is taken", () -> taken.contains("heart"));
            throw new IllegalStateException("there is no star");
        }
        if (shape.equals("moon")) {
            try {
                far.passUnlessInterrupted();
            } catch (CancellationException goesOn) {
                assertThat(Thread.interrupted()).isTrue();
            }
        }
        if (!taken.add(shape)) {
            throw new IllegalStateException("the " + shape + " is taken");
        }
        return () -> taken.remove(shape);
    }

    @Test
    void unsafe_leaves_the_others_taken_when_one_is_not_there() {
        Recording recording = new Recording(CALLER, RACK);
        Moulds moulds = new UnsafeMoulds(WorkerThreads.named("moulds"), this::take);
        assertThatThrownBy(() -> moulds.take(SHAPES))
                .isInstanceOf(CompletionException.class)
                .hasRootCauseMessage("there is no star");
        recording.note(CALLER, "take(heart, star, moon)");
        recording.note(RACK, "the heart is taken; there is no star");
        recording.note(CALLER, "join() → CompletionException: there is no star");
        assertThat(taken).containsExactly("heart");
        far.open();
        Await.until(Visitor.BOUND, "the moon is taken", () -> taken.contains("moon"));
        recording.note(RACK, "the moon is taken, for nobody");
        assertThatThrownBy(() -> moulds.take(List.of("heart"))).hasRootCauseMessage("the heart is taken");
        recording.note(CALLER, "take(heart) → CompletionException: the heart is taken");
        recording.assertOnPage("leaked-resource", "two moulds are taken, and nobody has them");
    }

    @Test
    void safe_hangs_back_what_was_taken_and_what_comes_too_late() {
        Moulds moulds = new SafeMoulds(this::take);
        assertThatThrownBy(() -> moulds.take(SHAPES))
                .isInstanceOf(FanOutFailedException.class)
                .hasRootCauseMessage("there is no star");
        Await.until(Visitor.BOUND, "all hang in the rack", taken::isEmpty);
        List<Mould> heart = moulds.take(List.of("heart"));
        assertThat(taken).containsExactly("heart");
        heart.forEach(Mould::close);
        assertThat(taken).isEmpty();
    }
}
