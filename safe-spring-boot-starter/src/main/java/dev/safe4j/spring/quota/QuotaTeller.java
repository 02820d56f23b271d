package dev.safe4j.spring.quota;

import dev.safe4j.counter.Quota;
import dev.safe4j.counter.QuotaResult;

/** Is told what an annotated method has taken: to say it to whom the call is answered. Thread-safe. */
@FunctionalInterface
public interface QuotaTeller {

    /**
     * Something was taken, or refused.
     *
     * @param name of the quota
     * @param quota the quota
     * @param result what became of it
     */
    void taken(String name, Quota quota, QuotaResult result);
}
