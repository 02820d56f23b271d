package dev.safe4j.test.history;

/**
 * A counter with a limit: an amount is added in full or refused, the total never passes the limit, and every answer is exact. A
 * negative amount gives back and is never refused. Stateless.
 */
public final class QuotaModel implements Model.Deterministic<Long, QuotaModel.Command, QuotaModel.Answer> {

    private final long limit;

    /**
     * Makes the model.
     *
     * @param limit the highest total; {@link Long#MAX_VALUE} for a plain counter
     */
    public QuotaModel(long limit) {
        this.limit = limit;
    }

    /** What a client can ask of the counter. */
    public sealed interface Command {}

    /**
     * Add to the total: {@link Total} or {@link Refused}.
     *
     * @param amount how much
     */
    public record Add(long amount) implements Command {}

    /** Read the total: {@link Total}. */
    public record Read() implements Command {}

    /** What the counter answers. */
    public sealed interface Answer {}

    /**
     * It was added, or read.
     *
     * @param total the total after it
     */
    public record Total(long total) implements Answer {}

    /** It would have passed the limit; nothing was added. */
    public record Refused() implements Answer {}

    @Override
    public Long initial() {
        return 0L;
    }

    @Override
    public Outcome<Long, Answer> apply(Long total, Command input) {
        if (!(input instanceof Add add)) {
            return new Outcome<>(new Total(total), total);
        }
        long next = Math.addExact(total, add.amount());
        return add.amount() > 0 && next > limit
                ? new Outcome<>(new Refused(), total)
                : new Outcome<>(new Total(next), next);
    }

    @Override
    public boolean isReadOnly(Command input, Answer output) {
        return input instanceof Read || output instanceof Refused;
    }
}
