package dev.safe4j.job;

/** What has become of a job. */
public enum JobState {
    /** It is to be run, now or when it is due. */
    READY,
    /** It is to be run when its group has its turn for it. */
    WAITING,
    /** A worker has claimed it. */
    RUNNING,
    /** It was done, and is kept for a while. */
    DONE,
    /** It failed for good, and is kept until somebody retries or drops it, or its time is over. */
    DEAD
}
