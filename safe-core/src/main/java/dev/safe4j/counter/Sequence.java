package dev.safe4j.counter;

/**
 * Numbers that are given once each, over all instances that share a store. Thread-safe. What else is promised depends on the sequence: those
 * {@linkplain BlockSequence in blocks} have gaps; the gapless one of safe-jdbc has none, and makes transactions wait for each other.
 */
public interface Sequence {

    /**
     * Gives the next number.
     *
     * @param name of the sequence, 1 to {@value CounterStore#LONGEST_KEY} characters
     * @return a number that nobody else was given or will be; the first is 1
     * @throws IllegalArgumentException if the name can be none
     */
    long next(String name);

    /**
     * Makes sequences that reserve a block of numbers at a time, in one step of the store, and give them out in this process.
     *
     * @param store where the last number is kept; stays the caller's to close
     * @param size how many numbers in a block, 1 to {@value BlockSequence#LARGEST_BLOCK}; instances may have different ones
     * @return the sequences
     * @throws IllegalArgumentException if the size is out of that
     */
    static BlockSequence inBlocks(CounterStore store, int size) {
        return new BlockSequence(store, size);
    }
}
