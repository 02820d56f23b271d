package dev.safe4j.servers;

/** Where a server comes from. */
public enum Way {
    /** Named by configuration; it was there before and stays there. */
    EXTERNAL,
    /** A container of this JVM. */
    DOCKER,
    /** The real binaries, as a process (H2: in memory) of this JVM. */
    EMBEDDED
}
