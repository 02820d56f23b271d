package dev.safe4j.autoconfigure;

import dev.safe4j.idempotency.IdempotencyBuilder;
import dev.safe4j.spring.Idempotent.Mode;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.unit.DataSize;

/**
 * What can be set under {@code safe4j.idempotency}. A null is a property that is not set: then the default of the class counts that it
 * belongs to.
 *
 * @param store where requests and answers are kept; if not set, the database if there is one, else Redis if there is one
 * @param prefix how the keys of the requests in Redis begin
 * @param lease how long a claim lasts without a renewal
 * @param keep for how long an answer is kept
 * @param largestAnswer the largest answer that is kept; of a larger one it is only kept that it was given
 * @param table table of the requests in the database; that of their steps has the same name with _step at its end
 * @param purge how what has expired is deleted
 * @param http how requests are guarded over HTTP
 */
@ConfigurationProperties("safe4j.idempotency")
public record IdempotencyProperties(
        @Nullable Store store,
        @DefaultValue("safe4j:idempotency:") String prefix,
        @Nullable Duration lease,
        @Nullable Duration keep,
        @DefaultValue("1MB") DataSize largestAnswer,
        @DefaultValue("safe4j_idempotency") String table,
        @DefaultValue Purge purge,
        @DefaultValue Http http) {

    private static final String PREFIX = "safe4j.idempotency.";

    /** Where requests and answers are kept. */
    public enum Store {
        /** In the application's database. */
        JDBC,
        /** In Redis. */
        REDIS,
        /** In the memory of this process alone. */
        MEMORY
    }

    /**
     * How what has expired is deleted.
     *
     * @param interval how long from one run to the next, in each instance; zero for never
     * @param batch how many requests are deleted in a step
     * @param batches how many steps a run has at most
     */
    public record Purge(
            @DefaultValue("10m") Duration interval,
            @DefaultValue("1000") int batch,
            @DefaultValue("10") int batches) {}

    /**
     * How requests are guarded over HTTP.
     *
     * @param enabled whether there is a filter at all
     * @param header in which the key is
     * @param strict whether the key has to be a String of RFC 9651, in double quotes
     * @param required whether a request on a guarded path has to have a key
     * @param methods that are guarded on guarded paths
     * @param paths patterns of paths that are guarded, besides the handlers that carry IdempotentRequest
     * @param mode what is promised on guarded paths
     * @param within how long a repetition waits for the request that is being carried out, before it is refused
     * @param largestRequest the largest body of a request under a key
     * @param replayedHeader the header that marks a replayed answer
     * @param notKept headers of answers that are not kept, besides those that never are
     * @param whenUnavailable what becomes of requests while the store is down
     */
    public record Http(
            @DefaultValue("true") boolean enabled,
            @DefaultValue("Idempotency-Key") String header,
            @DefaultValue("false") boolean strict,
            @DefaultValue("true") boolean required,
            @DefaultValue({"POST", "PATCH"}) List<String> methods,
            @DefaultValue List<String> paths,
            @DefaultValue("lease") Mode mode,
            @DefaultValue("0s") Duration within,
            @DefaultValue("1MB") DataSize largestRequest,
            @DefaultValue("Idempotent-Replayed") String replayedHeader,
            @DefaultValue List<String> notKept,
            @DefaultValue("refuse") WhenUnavailable whenUnavailable) {}

    /** What becomes of requests while the store is down. */
    public enum WhenUnavailable {
        /** They are refused by 503. */
        REFUSE,
        /** They are carried out without the protection of their keys. */
        CARRY_OUT
    }

    /** Applies what is set here, by the builder's own rules. */
    IdempotencyBuilder applyTo(IdempotencyBuilder builder) {
        PropertyRules.applied(PREFIX + "lease", lease, builder, IdempotencyBuilder::lease);
        PropertyRules.applied(PREFIX + "keep", keep, builder, IdempotencyBuilder::keep);
        int largest = bytes("largest-answer", largestAnswer);
        return PropertyRules.applied(PREFIX + "largest-answer", largest, builder, IdempotencyBuilder::largest);
    }

    /** A size that a buffer can have. */
    static int bytes(String name, DataSize size) {
        if (size.toBytes() < 1 || size.toBytes() > Integer.MAX_VALUE / 2) {
            throw new InvalidConfigurationPropertyValueException(
                    PREFIX + name, size, "it is held in memory: a byte to a gigabyte.");
        }
        return (int) size.toBytes();
    }
}
