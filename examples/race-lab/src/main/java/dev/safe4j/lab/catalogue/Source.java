package dev.safe4j.lab.catalogue;

/**
 * One form of an operation.
 *
 * @param name of its class
 * @param file where it is, from the root of the repository
 * @param source its text
 */
public record Source(String name, String file, String source) {}
