package dev.safe4j.jdbc.lease;

import dev.safe4j.jdbc.Dialect;

/**
 * How each database says the time, and how it takes what is free.
 *
 * @param now the server's clock; on PostgreSQL it goes on inside a statement, elsewhere it stands, which only makes leases shorter
 * @param plus a moment some microseconds after now, with a placeholder for them
 * @param micros a moment as microseconds since 1970, with {@code %s} for it
 */
record LeaseDialect(String now, String plus, String micros) {

    static LeaseDialect of(Dialect dialect) {
        return switch (dialect) {
            case POSTGRESQL ->
                new LeaseDialect(
                        "clock_timestamp()",
                        "clock_timestamp() + ? * interval '1 microsecond'",
                        "(extract(epoch from %s) * 1000000)::bigint");
            case MARIADB, MYSQL ->
                new LeaseDialect(
                        "utc_timestamp(6)",
                        "utc_timestamp(6) + interval ? microsecond",
                        "timestampdiff(microsecond, timestamp'1970-01-01 00:00:00', %s)");
            case H2 ->
                new LeaseDialect(
                        "current_timestamp(6)",
                        "dateadd(microsecond, ?, current_timestamp(6))",
                        "cast(extract(epoch from %s) * 1000000 as bigint)");
        };
    }

    /** The server's clock in microseconds. */
    String clock() {
        return micros(now);
    }

    String micros(String moment) {
        return micros.formatted(moment);
    }
}
