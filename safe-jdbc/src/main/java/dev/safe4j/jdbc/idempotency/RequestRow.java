package dev.safe4j.jdbc.idempotency;

import dev.safe4j.idempotency.IdempotencyStore.Answer;
import dev.safe4j.idempotency.IdempotencyStore.Completed;
import dev.safe4j.idempotency.IdempotencyStore.Granted;
import dev.safe4j.idempotency.IdempotencyStore.Indeterminate;
import dev.safe4j.idempotency.IdempotencyStore.OtherRequest;
import dev.safe4j.idempotency.IdempotencyStore.Running;
import dev.safe4j.idempotency.IdempotencyStore.Wanted;
import dev.safe4j.idempotency.StoredAnswer;
import dev.safe4j.idempotency.StoredAnswer.Kind;
import dev.safe4j.jdbc.ServerClock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A request as the tables have it.
 *
 * @param token whose claim it is
 * @param attempt which claim
 * @param series how often the key was used anew
 * @param fingerprint what the request asks for, if that is known
 * @param leaseUntil when the lease of the claim ends
 * @param remaining how long that is from now, in microseconds
 * @param completed when it was answered
 * @param kept how long the answer is kept from now, in microseconds; null if there is none
 * @param answer what it is answered
 */
record RequestRow(
        String token,
        long attempt,
        long series,
        @Nullable String fingerprint,
        Instant leaseUntil,
        long remaining,
        Instant completed,
        @Nullable Long kept,
        @Nullable StoredAnswer answer) {

    /** Reads a row of STATE. */
    static RequestRow of(@Nullable Object[] row) {
        return new RequestRow(
                String.valueOf(row[0]),
                number(row[1]),
                number(row[2]),
                row[3] == null ? null : row[3].toString(),
                ServerClock.instant(row[4]),
                number(row[5]),
                ServerClock.instant(row[6]),
                row[7] == null ? null : number(row[7]),
                row[7] == null ? null : answer(row[8], row[9], row[10]));
    }

    static StoredAnswer answer(@Nullable Object kind, @Nullable Object type, @Nullable Object bytes) {
        return StoredAnswer.of(Kind.valueOf(String.valueOf(kind)), String.valueOf(type), (byte[])
                Objects.requireNonNull(bytes, "an answer has bytes"));
    }

    private static long number(@Nullable Object value) {
        return value instanceof Number number ? number.longValue() : 0;
    }

    /** What somebody finds who has just tried to claim it. */
    Answer found(Wanted wanted) {
        if (answer == null && token.equals(wanted.token())) {
            return new Granted(attempt);
        }
        boolean isOther = fingerprint != null
                && wanted.fingerprint() != null
                && !fingerprint.equals(wanted.fingerprint().text());
        if (isOther) {
            return new OtherRequest();
        }
        // Free by now, though it was not when the statement looked: the next look gets it.
        boolean isFreeByNow = answer == null ? remaining <= 0 && wanted.takesOver() : isExpired();
        return isFreeByNow ? new Running(attempt, Duration.ZERO) : found();
    }

    /** What somebody finds who only looks. */
    Answer found() {
        if (answer != null) {
            return new Completed(answer, completed);
        }
        return remaining > 0
                ? new Running(attempt, Duration.of(remaining, ChronoUnit.MICROS))
                : new Indeterminate(attempt, leaseUntil);
    }

    /** Whether it is as if nobody had asked. */
    boolean isExpired() {
        return kept != null && kept <= 0;
    }

    /** Whether the key was used before, so that steps of then may be there. */
    boolean isAnew() {
        return series > 1 && attempt == 1;
    }
}
