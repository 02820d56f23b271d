package dev.safe4j.servers;

/**
 * A running server, and what can be done to it. Only an own embedded server ({@link LocalServers#start},
 * {@link LocalServers#startRedis}) can be stopped, killed, paused or restarted; a shared, external or Docker one
 * refuses with an {@link UnsupportedOperationException} that says why.
 */
public interface LocalServer extends AutoCloseable {

    ServerKind kind();

    Way way();

    Profile profile();

    String host();

    /** The port on {@link #host()}; 0 for H2 in memory, which has none. */
    int port();

    /** What the server says it is, asked now, such as {@code PostgreSQL 18.3}. */
    String version();

    /** False once its process has ended; one that is external, in Docker or in this JVM is taken for alive. */
    boolean isAlive();

    /** Ends the server in an orderly way, within 20 s (then by SIGKILL); its data stays for {@link #restart()}. */
    void stop();

    /** SIGKILL of the whole process tree, as a power cut of the process: nothing is flushed. */
    void kill();

    /** SIGSTOP of the whole process tree: connections stay open and nothing answers. */
    void pause();

    /** SIGCONT, after which the server goes on as if nothing had been. */
    void resume();

    /** Starts the server again on the same data and the same port, and waits at most 60 s until it answers. */
    void restart();

    /**
     * Asks the server itself whether committed writes survive a kill.
     *
     * @throws AssertionError naming the setting and its value, if one of them is too weak
     */
    void assertDurable();

    /** Ends an own server and deletes its data; does nothing to a shared one, which ends with the JVM. */
    @Override
    void close();
}
