/**
 * Jobs in a table of the application's database.
 *
 * <p>Promise: of all who claim, the server gives each job to one, by its own clock, and none more than it asked for; what is written under
 * the token of a claim is never written when the claim is somebody else's. A job is there exactly if the transaction in which it was
 * enqueued commits; with {@link dev.safe4j.jdbc.job.JdbcJobTransactions} what a job has written is there exactly if it is done. That one job
 * of a group has its turn, and that one job stands for a key, are unique keys of the table.
 */
@NullMarked
package dev.safe4j.jdbc.job;

import org.jspecify.annotations.NullMarked;
