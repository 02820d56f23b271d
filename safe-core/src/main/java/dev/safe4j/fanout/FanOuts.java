package dev.safe4j.fanout;

import dev.safe4j.background.WorkerThreads;
import dev.safe4j.fanout.FanOutListener.End;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Begins fan-outs that share a set-up: threads, transactions to keep out of, a pool not to exceed, listeners. Thread-safe. */
public final class FanOuts {

    private static final Logger LOG = LoggerFactory.getLogger(FanOut.class);

    final Executor executor;
    final BooleanSupplier insideTransaction;
    final ContextCarrier context;
    private final List<FanOutListener> listeners;
    private final @Nullable IntSupplier poolSize;
    private final String pool;
    private final int concurrency;

    private FanOuts(Builder options) {
        this.executor = options.executor;
        this.insideTransaction = options.insideTransaction;
        this.context = options.context;
        this.listeners = List.copyOf(options.listeners);
        this.pool = options.pool;
        this.poolSize = options.poolSize;
        this.concurrency = checkedConcurrency(options.concurrency);
    }

    /** How fan-outs are set up. For one thread. */
    public static final class Builder {

        private final List<FanOutListener> listeners = new ArrayList<>();
        private Executor executor = WorkerThreads.named("safe4j-fanout");
        private BooleanSupplier insideTransaction = () -> false;
        private ContextCarrier context = ContextCarrier.mdc();
        private int concurrency = FanOut.DEFAULT_CONCURRENCY;
        private String pool = "";
        private @Nullable IntSupplier poolSize;

        private Builder() {}

        /**
         * Sets the concurrency of fan-outs that say nothing else.
         *
         * @param atOnce one or more
         * @return this
         */
        public Builder concurrency(int atOnce) {
            concurrency = atOnce;
            return this;
        }

        /**
         * Sets where items are worked on; virtual threads where the JDK has them, unless said otherwise.
         *
         * @param threads run as many tasks at once as the fan-outs may
         * @return this
         */
        public Builder executor(Executor threads) {
            executor = Objects.requireNonNull(threads, "the executor is null");
            return this;
        }

        /**
         * Has fan-outs refuse to start inside a transaction of the calling thread, unless they are {@link FanOut#detached}.
         *
         * @param isInside tells whether the calling thread is inside one
         * @return this
         */
        public Builder transactions(BooleanSupplier isInside) {
            insideTransaction = Objects.requireNonNull(isInside, "what knows transactions is null");
            return this;
        }

        /**
         * Names the pool of connections that the items use, one each: a concurrency above its size is refused, the default one when this
         * is built, so that it is seen at start-up.
         *
         * @param name the pool, for messages
         * @param size how many connections it has
         * @return this
         */
        public Builder pool(String name, IntSupplier size) {
            pool = name;
            poolSize = Objects.requireNonNull(size, "the size of the pool is null");
            return this;
        }

        /**
         * Sets what is carried to the threads of the items: the logging context unless said otherwise.
         *
         * @param carrier carries it
         * @return this
         */
        public Builder context(ContextCarrier carrier) {
            context = Objects.requireNonNull(carrier, "the context carrier is null");
            return this;
        }

        /**
         * Adds a listener.
         *
         * @param listener is told what becomes of batches
         * @return this
         */
        public Builder listener(FanOutListener listener) {
            listeners.add(Objects.requireNonNull(listener, "the listener is null"));
            return this;
        }

        /**
         * Sets it up.
         *
         * @return the fan-outs; need not be closed
         * @throws IllegalArgumentException if the concurrency is less than one, or above the size of the pool
         */
        public FanOuts build() {
            return new FanOuts(this);
        }
    }

    /**
     * Begins to set up fan-outs.
     *
     * @return the set-up
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Begins a fan-out over items.
     *
     * @param items the input, which the calling thread takes one by one as it is needed; of a collection, the items that were not
     *     started have outcomes too, of another source only those that had been taken
     * @param <I> the items
     * @return the fan-out, with the defaults
     */
    public <I> FanOut<I> over(Iterable<? extends I> items) {
        return new FanOut<>(this, items, () -> {}, Options.defaults(concurrency));
    }

    /**
     * Begins a fan-out over the items of a stream, which is closed after it.
     *
     * @param items the input
     * @param <I> the items
     * @return the fan-out, with the defaults
     */
    public <I> FanOut<I> over(Stream<? extends I> items) {
        Objects.requireNonNull(items, "the items are null");
        Iterable<I> once = () -> items.<I>map(each -> each).iterator();
        return new FanOut<>(this, once, items::close, Options.defaults(concurrency));
    }

    int checkedConcurrency(int atOnce) {
        if (atOnce < 1) {
            throw new IllegalArgumentException(
                    "the concurrency of a fan-out is one or more, but " + atOnce + " was given.");
        }
        int most = poolSize == null ? Integer.MAX_VALUE : poolSize.getAsInt();
        if (atOnce > most) {
            throw new IllegalArgumentException("the concurrency of a fan-out is " + atOnce + ", but its pool '" + pool
                    + "' has " + most + " connections: the rest would wait for them. Lower it, or enlarge the pool.");
        }
        return atOnce;
    }

    /** A batch begins; what is returned has to be told its end. */
    Consumer<End> begins(String name) {
        List<Consumer<End>> ends = new ArrayList<>(listeners.size());
        listeners.forEach(listener -> quietly(() -> ends.add(listener.onBatchBegins(name))));
        Collections.reverse(ends); // so that what one has opened around another's is closed after it
        return how -> ends.forEach(end -> quietly(() -> end.accept(how)));
    }

    static void quietly(Runnable event) {
        try {
            event.run();
        } catch (RuntimeException | Error failure) { // the latter of libraries that do not fit together
            LOG.warn("A fan-out listener failed; nothing else changes.", failure);
        }
    }

    static Duration checked(String what, Duration time) {
        if (time.isNegative() || time.isZero() || time.compareTo(FanOut.LONGEST) > 0) {
            throw new IllegalArgumentException(
                    what + " is longer than zero, at most " + FanOut.LONGEST + ", but " + time + " was given.");
        }
        return time;
    }
}
