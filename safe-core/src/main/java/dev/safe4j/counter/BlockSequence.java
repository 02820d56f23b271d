package dev.safe4j.counter;

import dev.safe4j.counter.CounterStore.Added;
import dev.safe4j.counter.CounterStore.Change;
import dev.safe4j.name.Names;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Numbers out of blocks, each of which is reserved in one step of the store, and given out in this process. Thread-safe. Made by
 * {@link Sequence#inBlocks}.
 *
 * <p>Numbers rise within this object, for callers one after the other, and only there: another instance gives out another block meanwhile.
 * There are gaps: what is left of a block when the process ends is lost, and so is a block whose reservation {@linkplain
 * dev.safe4j.retry.OutcomeUnknownException ended unknown}. In a transaction of the caller's: the reservation commits on its own; a number
 * stays used if that transaction is rolled back. One thread fetches a block, and the others of this process wait for it, bounded. The names
 * are kept in memory for the life of this object: they are to be few.
 */
public final class BlockSequence implements Sequence {

    /** How long a thread waits for another that fetches a block, unless said otherwise. */
    public static final Duration DEFAULT_WAIT = Duration.ofSeconds(10);

    /** The largest block. */
    public static final int LARGEST_BLOCK = 1_000_000;

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    private final CounterStore store;
    private final int size;
    private final Duration wait;
    private final CounterEvents events;
    private final Map<String, Numbers> names = new ConcurrentHashMap<>();

    BlockSequence(CounterStore store, int size) {
        this(
                Objects.requireNonNull(store, "the store of the sequence is null"),
                size,
                DEFAULT_WAIT,
                CounterEvents.NONE);
        if (size < 1 || size > LARGEST_BLOCK) {
            throw new IllegalArgumentException(
                    "a block of a sequence has 1 to " + LARGEST_BLOCK + " numbers, and not " + size + ".");
        }
    }

    private BlockSequence(CounterStore store, int size, Duration wait, CounterEvents events) {
        this.store = store;
        this.size = size;
        this.wait = wait;
        this.events = events;
    }

    /**
     * Sets how long a thread waits for another that fetches a block: 10 s unless said otherwise.
     *
     * @param longest a millisecond to a minute
     * @return the sequences with it, which have blocks of their own
     * @throws IllegalArgumentException if it is out of that
     */
    public BlockSequence within(Duration longest) {
        if (longest.toMillis() < 1 || longest.compareTo(LONGEST_WAIT) > 0) {
            throw new IllegalArgumentException(
                    "a thread waits a millisecond to a minute for a block of a sequence, and not " + longest + ".");
        }
        return new BlockSequence(store, size, longest, events);
    }

    /**
     * Adds a listener.
     *
     * @param listener is told what becomes of blocks
     * @return the sequences with it, which have blocks of their own
     */
    public BlockSequence listener(CounterListener listener) {
        return new BlockSequence(store, size, wait, events.and(listener));
    }

    /**
     * {@inheritDoc}
     *
     * @throws SequenceUnavailableException if the wait for another thread that fetches a block was over, or interrupted
     * @throws CounterLimitException if the numbers are used up
     */
    @Override
    public long next(String name) {
        Numbers numbers = name == null ? null : names.get(name);
        if (numbers == null) {
            numbers = names.computeIfAbsent(
                    Names.checked("the name of a sequence", name, CounterStore.LONGEST_KEY), Numbers::new);
        }
        return numbers.next();
    }

    /** Numbers that are this process's alone. */
    private static final class Block {

        private static final int USED_UP = -1;

        private final long first;
        private final int size;
        private final AtomicInteger used = new AtomicInteger();

        Block(long first, int size) {
            this.first = first;
            this.size = size;
        }

        /** The place of the next number, or {@link #USED_UP}. */
        int take() {
            int place = used.getAndUpdate(taken -> taken < size ? taken + 1 : taken);
            return place < size ? place : USED_UP;
        }

        long at(int place) {
            return first + place;
        }
    }

    /** The numbers of one name. */
    private final class Numbers {

        private final String name;
        private final ReentrantLock fetching = new ReentrantLock();
        private volatile Block block = new Block(0, 0);

        Numbers(String name) {
            this.name = name;
        }

        long next() {
            Block present = block;
            int place = present.take();
            return place == Block.USED_UP ? nextOfNewBlock() : present.at(place);
        }

        /** One thread fetches; the others find what it has fetched when they come in. */
        private long nextOfNewBlock() {
            enter();
            try {
                Block present = block;
                int place = present.take();
                if (place == Block.USED_UP) {
                    present = fetched();
                    place = present.take();
                    block = present;
                }
                return present.at(place);
            } finally {
                fetching.unlock();
            }
        }

        private void enter() {
            try {
                if (!fetching.tryLock(wait.toNanos(), TimeUnit.NANOSECONDS)) {
                    throw SequenceUnavailableException.timedOut(name, wait);
                }
            } catch (InterruptedException interrupt) {
                Thread.currentThread().interrupt();
                throw SequenceUnavailableException.interrupted(name);
            }
        }

        private Block fetched() {
            Change block = new Change(name, CounterStore.SEQUENCE, size, Long.MAX_VALUE);
            Added last = events.step(CounterListener::onBlock, name, Added::isAdded, () -> store.add(block));
            if (!last.isAdded()) {
                throw new CounterLimitException(name, size, last.value(), Long.MAX_VALUE);
            }
            return new Block(last.value() - size + 1, size);
        }
    }
}
