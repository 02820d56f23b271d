package dev.safe4j.shop.race;

import java.math.BigDecimal;
import java.util.Map;

/**
 * What one form of a hazard ended with, over all rounds.
 *
 * @param endState what is, by name
 * @param expected what should be, by name; what is only worth knowing is missing here
 * @param exact whether both were the same in every round, and every request was answered
 * @param wrongRounds how many rounds did not end as they should
 * @param statuses how many answers had which HTTP status; "none" if no answer came
 * @param requestsPerSecond over the time in which callers were calling
 */
public record FormResult(
        Map<String, BigDecimal> endState,
        Map<String, BigDecimal> expected,
        boolean exact,
        int wrongRounds,
        Map<String, Integer> statuses,
        long requestsPerSecond) {

    public static final String UNANSWERED = "none";
}
