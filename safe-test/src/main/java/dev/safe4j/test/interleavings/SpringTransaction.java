package dev.safe4j.test.interleavings;

import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Spring's transaction on the thread of a test, if Spring is there. */
final class SpringTransaction {

    private SpringTransaction() {}

    /** What it has written, no actor can see; what it has locked, all would wait for. */
    static void refuse() {
        boolean active;
        try {
            active = TransactionSynchronizationManager.isActualTransactionActive();
        } catch (NoClassDefFoundError withoutSpring) {
            return;
        }
        if (active) {
            throw new IllegalStateException(
                    "a Spring transaction ('"
                            + TransactionSynchronizationManager.getCurrentTransactionName()
                            + "') is active on the test's thread: what it has written is not committed, so the actors, which have"
                            + " transactions of their own, cannot see it, and may wait for its locks. Search outside of a transaction:"
                            + " no @Transactional on the test, fixtures committed, the state brought back by given(…) or restoring(…)");
        }
    }
}
