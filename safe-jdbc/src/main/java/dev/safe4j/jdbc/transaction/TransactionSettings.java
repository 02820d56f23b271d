package dev.safe4j.jdbc.transaction;

import dev.safe4j.retry.RetryListener;
import dev.safe4j.retry.RetryPolicy;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.DefaultTransactionDefinition;

/** The values of a runner, in the making until it has them; a class because Java has no named arguments. */
final class TransactionSettings {

    RetryPolicy retry;
    int isolation = TransactionDefinition.ISOLATION_DEFAULT;
    Duration timeout = Transactions.DEFAULT_TIMEOUT;
    boolean readOnly;
    String name = "transaction";

    @Nullable
    TimeBudget budget;

    @Nullable
    Function<String, RetryListener> listeners;

    TransactionSettings(RetryPolicy retry) {
        this.retry = retry;
    }

    TransactionSettings copy() {
        TransactionSettings copy = new TransactionSettings(retry);
        copy.isolation = isolation;
        copy.timeout = timeout;
        copy.readOnly = readOnly;
        copy.name = name;
        copy.budget = budget;
        copy.listeners = listeners;
        return copy;
    }

    /** The policy, with whoever is told of runs of this name. */
    RetryPolicy toldRetry() {
        return listeners == null ? retry : retry.listener(listeners.apply(name));
    }

    TransactionDefinition definition() {
        DefaultTransactionDefinition definition = new DefaultTransactionDefinition();
        definition.setName(name);
        definition.setIsolationLevel(isolation);
        definition.setReadOnly(readOnly);
        definition.setTimeout((int) timeout.plusMillis(999).toSeconds());
        return definition;
    }
}
