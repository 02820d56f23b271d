package dev.safe4j.autoconfigure;

import dev.safe4j.jdbc.Database;
import dev.safe4j.jdbc.lock.JdbcLockStore;
import dev.safe4j.jdbc.transaction.CommitGuard;
import dev.safe4j.jdbc.transaction.LockRowGuard;
import dev.safe4j.jdbc.transaction.SpringTransactionBoundary;
import dev.safe4j.lock.HeldLock;
import dev.safe4j.lock.LockStore;
import dev.safe4j.lock.TransactionBoundary;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Has locks know the application's transactions, and a lost lock refuse a commit in the database that it is kept in. */
@AutoConfiguration(
        after = {
            SafeJdbcLockAutoConfiguration.class,
            SafeRedisLockAutoConfiguration.class,
            SafeMemoryLockAutoConfiguration.class,
            SafeQuorumLockAutoConfiguration.class
        })
@ConditionalOnSafe4j
@ConditionalOnClass(TransactionSynchronizationManager.class)
@ConditionalOnBean(LockStore.class)
public final class SafeLockTransactionAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(TransactionBoundary.class)
    SpringTransactionBoundary safe4jTransactionBoundary(
            ObjectProvider<JdbcLockStore> store, ObjectProvider<Database> application) {
        JdbcLockStore inDatabase = store.getIfAvailable();
        Database database = application.getIfUnique();
        return inDatabase == null || database == null
                ? new SpringTransactionBoundary()
                : new SpringTransactionBoundary(new LateGuard(database, inDatabase));
    }

    /** Looks at the first commit with a lock whether the table is in the same database: an application that locks nothing has none. */
    private static final class LateGuard implements CommitGuard {

        private static final CommitGuard ELSEWHERE = lock -> {};

        private final Database database;
        private final JdbcLockStore store;
        private volatile @Nullable CommitGuard guard;

        LateGuard(Database database, JdbcLockStore store) {
            this.database = database;
            this.store = store;
        }

        @Override
        public void requireHeld(HeldLock lock) {
            CommitGuard known = guard;
            if (known == null) {
                known = place(database).equals(place(store.database()))
                        ? new LockRowGuard(database, store.schema().table())
                        : ELSEWHERE;
                guard = known;
            }
            known.requireHeld(lock);
        }

        private static String place(Database database) {
            return database.run(
                    "asking where the database is",
                    session -> String.valueOf(session.connection().getMetaData().getURL())
                            .split("[?;]", 2)[0]);
        }
    }
}
