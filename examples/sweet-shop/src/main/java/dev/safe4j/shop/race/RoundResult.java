package dev.safe4j.shop.race;

import dev.safe4j.shop.Form;
import java.time.Duration;

/**
 * What a round of one form brought.
 *
 * @param form which
 * @param answers all of them
 * @param ending how it ended
 * @param took from the start of the first caller to the end of the last
 */
public record RoundResult(Form form, Answers answers, Ending ending, Duration took) {}
