package dev.safe4j.servers;

/** The hand on a server's process, as {@link LocalServer} describes it. */
interface Control extends AutoCloseable {

    /** False while the server is stopped, killed or paused by its owner, so that nobody waits for it. */
    boolean answers();

    /** False once the process has ended, whoever ended it. */
    boolean isAlive();

    void stop();

    void kill();

    void pause();

    void resume();

    void restart();

    @Override
    void close();
}
