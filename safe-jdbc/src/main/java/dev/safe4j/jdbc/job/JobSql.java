package dev.safe4j.jdbc.job;

import dev.safe4j.jdbc.Dialect;
import dev.safe4j.jdbc.NamedSql;
import dev.safe4j.jdbc.ServerClock;
import dev.safe4j.job.JobHistory;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The words of the statements, for one pair of tables: JOBS and PACES; JOB, the columns of {@link JobRow#claimed}, and NEXT, the same
 * before the claim; STORED, those of {@link JobRow#stored}; RELEASED, the state of a job that is to be run; LAPSED and OVER, the conditions
 * of claims that ran out and of jobs that were kept for their time; LIVE, that a job stands for its key; LINE, the history with a line for a
 * claim that ran out; LATER, what goes before a write of due_at that leaves the time that the job is for; and the words of
 * {@link ServerClock#in}. Immutable.
 */
final class JobSql {

    private static final String JOB = "j.id, j.type, j.place, j.attempt, j.payload, j.context, j.group_key, j.progress,"
            + " j.resume, j.history, MICROS(j.created_at), MICROS(j.due_at), (select CLOCK), j.has_slot, MICROS(j.for_at)";
    private static final String STORED = "j.id, j.type, j.state, j.attempt, j.payload, j.progress, j.resume, j.history,"
            + " MICROS(j.due_at), j.worker";

    /** Before due_at is written: MariaDB and MySQL write from left to right. */
    private static final String LATER = "for_at = coalesce(for_at, due_at)";

    private static final String RELEASED = "case when group_key is null then 'READY' else 'WAITING' end";
    private static final Pattern WORDS =
            Pattern.compile("\\b(JOBS|PACES|JOB|NEXT|STORED|RELEASED|LAPSED|OVER|LIVE|LINE|LATER)\\b");

    final Dialect dialect;
    private final ServerClock clock;
    private final String jobs;
    private final String paces;

    JobSql(String jobs, String paces, Dialect dialect) {
        this.dialect = dialect;
        this.clock = ServerClock.of(dialect);
        this.jobs = jobs;
        this.paces = paces;
    }

    NamedSql sql(String text) {
        String words = WORDS.matcher(text).replaceAll(word -> Matcher.quoteReplacement(word(word.group())));
        return NamedSql.of(clock.in(words));
    }

    private String word(String word) {
        return switch (word) {
            case "JOBS" -> jobs;
            case "PACES" -> paces;
            case "JOB" -> JOB;
            case "NEXT" -> JOB.replace("j.attempt", "j.attempt + 1");
            case "STORED" -> STORED;
            case "RELEASED" -> RELEASED;
            case "LAPSED" -> "state = 'RUNNING' and until_at <= STILL";
            case "LATER" -> LATER;
            case "OVER" -> "state in ('DONE', 'DEAD') and until_at <= STILL";
            case "LIVE" ->
                dialect == Dialect.POSTGRESQL
                        ? "j.dedupe_key = :dedupe and j.state in ('READY', 'WAITING', 'RUNNING')"
                        : "j.live_key = :dedupe";
            default -> line();
        };
    }

    /** The line as the core has it, with the columns in place of what stands for them. */
    private String line() {
        String line = JobHistory.lapsed(-1, Instant.EPOCH, "WORKER")
                .replace("'", "''")
                .replace("-1", "', attempt, '")
                .replace(Instant.EPOCH.toString(), "', " + now() + ", '")
                .replace("WORKER", "', coalesce(worker, ''), '");
        return "concat(coalesce(history, ''), '" + line + "')";
    }

    private String now() {
        return switch (dialect) {
            case POSTGRESQL -> "to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"')";
            case MARIADB, MYSQL -> "left(date_format(utc_timestamp(6), '%Y-%m-%dT%H:%i:%S.%f'), 23), 'Z'";
            case H2 -> "to_char(current_timestamp at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.FF3\"Z\"')";
        };
    }
}
