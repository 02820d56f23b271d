package dev.safe4j.lab.run;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a run stands.
 *
 * @param id its name
 * @param hazard which
 * @param what in which way
 * @param server on what
 * @param serverVersion what that says it is; null until it was asked, or if it is none
 * @param isolation at which level; null if it is not about one
 * @param scene of the search; null if it is none
 * @param times how often it is staged
 * @param state "queued", "running", "done", "failed" or "cancelled"
 * @param error why it failed; null if it did not
 * @param note for what it waits; null if for nothing
 * @param forms both
 */
public record RunView(
        String id,
        String hazard,
        String what,
        String server,
        @Nullable String serverVersion,
        @Nullable String isolation,
        @Nullable String scene,
        int times,
        String state,
        @Nullable String error,
        @Nullable String note,
        List<FormView> forms) {

    public boolean hasEnded() {
        return !state.equals("queued") && !state.equals("running");
    }
}
