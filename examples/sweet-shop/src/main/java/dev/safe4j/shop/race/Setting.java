package dev.safe4j.shop.race;

/**
 * What a race has to work with.
 *
 * @param rows makes and reads the rows of this race
 * @param targets the instances of the shop that are raced against
 * @param callers how many at once
 */
public record Setting(RaceRows rows, Targets targets, int callers) {}
