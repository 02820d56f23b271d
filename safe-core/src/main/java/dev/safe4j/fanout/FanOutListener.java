package dev.safe4j.fanout;

import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Is told what becomes of batches: for meters and spans. Called on the caller's thread; must be quick; an exception is logged and changes
 * nothing. Thread-safe.
 */
public interface FanOutListener {

    /**
     * How a batch ended.
     *
     * @param counts how many items had each kind of outcome; kinds that none had may be missing
     * @param stillRunning how many still ran
     * @param failure what the call throws, null if it returns
     */
    record End(
            Map<Outcome.Kind, Integer> counts,
            int stillRunning,
            @Nullable Throwable failure) {}

    /**
     * A batch begins on the calling thread.
     *
     * @param name its name
     * @return is told its end
     */
    Consumer<End> onBatchBegins(String name);
}
