package dev.safe4j.shop.blindretry;

import dev.safe4j.shop.outside.Tally;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionExecution;
import org.springframework.transaction.TransactionExecutionListener;

/** Counts the transactions that are begun for something. */
@Component
class BegunTransactions implements TransactionExecutionListener {

    private final ThreadLocal<String> counted = new ThreadLocal<>();
    private final Tally begun = new Tally();

    /** Does it, and counts the transactions that it begins on this thread. */
    void count(String name, Runnable work) {
        counted.set(name);
        try {
            work.run();
        } finally {
            counted.remove();
        }
    }

    @Override
    public void afterBegin(TransactionExecution transaction, @Nullable Throwable failure) {
        String name = counted.get();
        if (name != null) {
            begun.add(name);
        }
    }

    long of(String name) {
        return begun.of(name);
    }
}
