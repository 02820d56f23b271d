/**
 * The job room: work that is written down in a database, is claimed by one worker at a time, and is not lost when that one dies.
 *
 * <p>Promise: a job that was enqueued is run until it is done or dead, on whichever worker claims it. A claim is a lease with a token: who
 * lost it can no longer write the job's state. So a job is run at least once, never by two workers who both think that theirs counts, and
 * exactly once as far as its effects commit together with its completion in the same database. How often it was begun is counted when it
 * is claimed, so that a job that kills its process ends among the dead letters too.
 *
 * <p>Not here: jobs that start others when all of a group are done, and chains of jobs. A handler may enqueue what comes next.
 */
@NullMarked
package dev.safe4j.job;

import org.jspecify.annotations.NullMarked;
