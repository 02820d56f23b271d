package dev.safe4j.jdbc;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How each database says the time inside a statement.
 *
 * @param now the server's clock; on PostgreSQL it goes on inside a statement, elsewhere it stands, which only makes leases shorter; on H2
 *     it stands inside a transaction
 * @param still the clock when the statement began: the same in all of the statement, so that an index can be asked for what is before it
 * @param plus a moment some microseconds after now, with a placeholder for them
 * @param epoch a moment some microseconds after the start of 1970, with a placeholder for them
 * @param micros a moment as microseconds since 1970, with {@code %s} for it
 */
public record ServerClock(String now, String still, String plus, String epoch, String micros) {

    private static final Pattern OF = Pattern.compile("\\b(MICROS|PLUS|AT)\\(([\\w.:]+)\\)");

    /**
     * Returns how a database says the time.
     *
     * @param dialect the database
     * @return its clock
     */
    public static ServerClock of(Dialect dialect) {
        return switch (dialect) {
            case POSTGRESQL ->
                new ServerClock(
                        "clock_timestamp()",
                        "statement_timestamp()",
                        "clock_timestamp() + ? * interval '1 microsecond'",
                        "timestamptz '1970-01-01 00:00:00+00' + ? * interval '1 microsecond'",
                        "(extract(epoch from %s) * 1000000)::bigint");
            case MARIADB, MYSQL ->
                new ServerClock(
                        "utc_timestamp(6)",
                        "utc_timestamp(6)",
                        "utc_timestamp(6) + interval ? microsecond",
                        "timestamp'1970-01-01 00:00:00' + interval ? microsecond",
                        "timestampdiff(microsecond, timestamp'1970-01-01 00:00:00', %s)");
            case H2 ->
                new ServerClock(
                        "current_timestamp(6)",
                        "current_timestamp(6)",
                        "dateadd(microsecond, ?, current_timestamp(6))",
                        "dateadd(microsecond, ?, timestamp with time zone '1970-01-01 00:00:00+00')",
                        "cast(extract(epoch from %s) * 1000000 as bigint)");
        };
    }

    /**
     * Says the time in a statement.
     *
     * @param text in which NOW, STILL and CLOCK stand for the server's clock, the last as a number, MICROS(m) for a moment as a number,
     *     PLUS(n) for a moment some microseconds from now, AT(n) for one some microseconds after the start of 1970
     * @return SQL
     */
    public String in(String text) {
        return OF.matcher(text)
                .replaceAll(each -> Matcher.quoteReplacement(
                        switch (each.group(1)) {
                            case "MICROS" -> micros(each.group(2).equals("NOW") ? now : each.group(2));
                            case "PLUS" -> plus.replace("?", each.group(2));
                            default -> epoch.replace("?", each.group(2));
                        }))
                .replaceAll("\\bCLOCK\\b", Matcher.quoteReplacement(clock()))
                .replaceAll("\\bSTILL\\b", still)
                .replaceAll("\\bNOW\\b", now);
    }

    /**
     * Returns the server's clock as a number.
     *
     * @return SQL for the microseconds since 1970
     */
    public String clock() {
        return micros(now);
    }

    /**
     * Returns a moment as a number.
     *
     * @param moment SQL for it, such as a column
     * @return SQL for the microseconds since 1970
     */
    public String micros(String moment) {
        return micros.formatted(moment);
    }

    /**
     * Returns a time as it is bound.
     *
     * @param duration the time
     * @return microseconds
     */
    public static long micros(Duration duration) {
        return duration.toNanos() / 1_000;
    }

    /**
     * Reads a moment.
     *
     * @param micros microseconds since 1970, in whatever class the driver gives numbers
     * @return the moment; the start of 1970 for null
     */
    public static Instant instant(@Nullable Object micros) {
        return Instant.EPOCH.plus(micros instanceof Number number ? number.longValue() : 0, ChronoUnit.MICROS);
    }
}
