package dev.safe4j.test.history;

/**
 * A resource behind a fence: it accepts a write if its token is not below the highest one accepted so far, and no other.
 * Stateless.
 */
public final class FenceModel implements Model.Deterministic<Long, FenceModel.Write, FenceModel.Answer> {

    /** Makes the model. */
    public FenceModel() {}

    /**
     * Write to the resource: {@link Answer#ACCEPTED} or {@link Answer#REJECTED}.
     *
     * @param token the fencing token of the writer's lease
     */
    public record Write(long token) {}

    /** What the resource answers. */
    public enum Answer {
        /** The write was done; its token is the highest now. */
        ACCEPTED,
        /** The token is stale; nothing was done. */
        REJECTED
    }

    @Override
    public Long initial() {
        return Long.MIN_VALUE;
    }

    @Override
    public Outcome<Long, Answer> apply(Long highest, Write input) {
        return input.token() >= highest
                ? new Outcome<>(Answer.ACCEPTED, input.token())
                : new Outcome<>(Answer.REJECTED, highest);
    }

    @Override
    public boolean isPast(Long highest, Write input, Answer output) {
        return output == Answer.ACCEPTED && input.token() < highest;
    }

    @Override
    public boolean isReadOnly(Write input, Answer output) {
        return output == Answer.REJECTED;
    }
}
