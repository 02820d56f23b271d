package dev.safe4j.spring.boundary;

/**
 * One place where an annotation would be without effect.
 *
 * @param problem which method it is, and why
 * @param action what to change
 */
public record Finding(String problem, String action) {}
