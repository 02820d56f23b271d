package dev.safe4j.peers;

import dev.safe4j.lock.LockStore;
import dev.safe4j.test.contract.LockStoreContract;
import dev.safe4j.test.contract.Part;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * A kind of lock that is put under the contract.
 *
 * @param library who made it
 * @param name where its state is, or which of the library's locks it is
 * @param without the parts that it does not have
 * @param longestKey the longest key that it says it takes
 * @param signals whether it tells those who wait of a release
 * @param open opens it as process 0 and as process 1
 */
record LockColumn(
        String library, String name, Set<Part> without, int longestKey, boolean signals, IntFunction<LockStore> open) {

    static final String OURS = "safe4j";

    boolean isOurs() {
        return library.equals(OURS);
    }

    @Override
    public String toString() {
        return library + ", " + name;
    }

    /** The contract for one case. */
    LockStoreContract contract() {
        return new Cases(this);
    }

    private static final class Cases extends LockStoreContract {

        private final LockColumn column;
        private int opened;

        Cases(LockColumn column) {
            this.column = column;
        }

        @Override
        protected LockStore openStore() {
            return column.open.apply(opened++ % 2);
        }

        @Override
        protected boolean signals() {
            return column.signals;
        }

        @Override
        protected Set<Part> without() {
            return column.without;
        }

        @Override
        protected int longestKey() {
            return column.longestKey;
        }
    }
}
