package dev.safe4j.servers;

/** How much of a committed write survives a kill: a kill test on {@link #FAST} proves nothing. */
public enum Profile {
    /** Quick to start and to write, nothing is forced to the disk: for every test that kills no server. */
    FAST,

    /**
     * What was committed is there after a SIGKILL of the server. PostgreSQL: fsync, synchronous_commit and
     * full_page_writes on; MariaDB: innodb_flush_log_at_trx_commit=1; Redis: append-only file with
     * appendfsync=always; H2: a file database with WRITE_DELAY=0, which survives the death of the process, but not
     * of the machine.
     */
    DURABLE
}
