package dev.safe4j.spring.http;

import dev.safe4j.idempotency.Fingerprint;
import dev.safe4j.idempotency.IdempotentOperation;
import dev.safe4j.idempotency.RequestId;
import dev.safe4j.spring.Idempotent.Mode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A guarded route, as a request came by it.
 *
 * @param operation method and template, so that one key means something else on another route
 * @param required whether a key has to be there
 * @param keep for how long the answer is kept; null for the default
 * @param lease of the claim; null for the default
 * @param within how long another is waited for; null for the default
 * @param takesOver whether a claim that was not completed is taken over
 * @param mode what is promised
 */
record Route(
        String operation,
        boolean required,
        @Nullable Duration keep,
        @Nullable Duration lease,
        @Nullable Duration within,
        boolean takesOver,
        Mode mode) {

    /** The name of a route, short enough to be stored: of a longer one the end is replaced by its digest. */
    static String operation(String method, String template) {
        return shortened(method + " " + template, RequestId.LONGEST_OPERATION);
    }

    static String shortened(String text, int longest) {
        boolean fits = text.length() <= longest
                && text.chars().noneMatch(each -> Character.isISOControl(each) || Character.isSurrogate((char) each));
        if (fits) {
            return text;
        }
        // In plain characters: half of a pair of them, as a cut may leave, would be refused.
        String digest = Fingerprint.of(text.getBytes(StandardCharsets.UTF_8)).text();
        String begin = text.replaceAll("[^ -~]", "?");
        return begin.substring(0, Math.min(begin.length(), longest - digest.length() - 1)) + " " + digest;
    }

    boolean isSameTransaction() {
        return mode == Mode.SAME_TRANSACTION;
    }

    <T> IdempotentOperation<T> applyTo(IdempotentOperation<T> base) {
        IdempotentOperation<T> kept = keep == null ? base : base.keep(keep);
        IdempotentOperation<T> leased = lease == null ? kept : kept.lease(lease);
        IdempotentOperation<T> waiting = within == null ? leased : leased.within(within);
        IdempotentOperation<T> decided = takesOver ? waiting : waiting.neverTakenOver();
        return isSameTransaction() ? decided.sameTransaction() : decided;
    }
}
