package dev.safe4j.shop.filetoctou;

import dev.safe4j.shop.Refused;

/** Receipts for sweets, each a file that is written once. */
public interface Receipts {

    void write(long number, long sweet);

    /** The receipt is there already. */
    final class AlreadyWritten extends Refused {

        private static final long serialVersionUID = 1;

        AlreadyWritten(long number) {
            super("receipt " + number + " has been written already");
        }
    }
}
