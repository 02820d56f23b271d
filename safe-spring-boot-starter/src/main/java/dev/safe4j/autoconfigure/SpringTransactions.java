package dev.safe4j.autoconfigure;

import dev.safe4j.lock.TransactionBoundary;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.util.ClassUtils;

/** What is known of the calling thread's transaction, where there are any. */
final class SpringTransactions {

    private SpringTransactions() {}

    /**
     * Tells whether the calling thread is inside a transaction.
     *
     * @param boundary the application's; null if it has none
     * @param loader of the application's classes
     * @return asks the boundary, else Spring, else nobody
     */
    static BooleanSupplier inside(@Nullable TransactionBoundary boundary, @Nullable ClassLoader loader) {
        if (boundary != null) {
            return boundary::isInside;
        }
        return arePresent(loader) ? TransactionSynchronizationManager::isActualTransactionActive : () -> false;
    }

    /** Whether Spring's transactions are on the class path. */
    static boolean arePresent(@Nullable ClassLoader loader) {
        return ClassUtils.isPresent("org.springframework.transaction.interceptor.TransactionInterceptor", loader);
    }
}
