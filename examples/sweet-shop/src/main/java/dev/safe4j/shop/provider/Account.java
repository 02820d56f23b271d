package dev.safe4j.shop.provider;

import java.math.BigDecimal;

/**
 * What the provider knows of a card.
 *
 * @param charges how often it was charged
 * @param charged how much, in all
 * @param mostAtOnce how many calls about it were open at once, at most
 * @param deliveries how many deliveries of webhooks about it were answered
 * @param undelivered how many are still on their way
 */
public record Account(int charges, BigDecimal charged, int mostAtOnce, int deliveries, int undelivered) {}
