package dev.safe4j.faults;

import dev.safe4j.retry.OutcomeUnknownException;
import io.lettuce.core.RedisCommandTimeoutException;
import org.redisson.client.RedisResponseTimeoutException;

/** Tells a request that was sent, and whose answer never came, from one that was not sent or was refused. */
final class Unanswered {

    private Unanswered() {}

    static boolean is(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof OutcomeUnknownException
                    || each instanceof RedisResponseTimeoutException
                    || each instanceof RedisCommandTimeoutException) {
                return true;
            }
        }
        return false;
    }
}
