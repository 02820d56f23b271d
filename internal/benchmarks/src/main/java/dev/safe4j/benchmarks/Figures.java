package dev.safe4j.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a row says, by the kind of its table. */
sealed interface Figures
        permits Figures.Load,
                Figures.Cost,
                Figures.Free,
                Figures.Hot,
                Figures.Kept,
                Figures.Purged,
                Figures.Each,
                JobDrain {

    /** The columns after the subject's. */
    List<String> headings();

    /** One for each column. */
    List<String> cells(Row row);

    /** By name, for the JSON. */
    Map<String, Object> json();

    /**
     * What is known of an operation under load.
     *
     * @param p50Millis half of the operations of all rounds took no longer
     * @param p99Millis 99 of 100 took no longer
     * @param statements sent to the server and waited for, COMMIT too, for one operation
     * @param retries of one operation
     */
    record Load(double p50Millis, double p99Millis, double statements, double retries) implements Figures {

        @Override
        public List<String> headings() {
            return List.of("ops/s median (min–max)", "p50 ms", "p99 ms", "statements", "retries", "ratio");
        }

        @Override
        public List<String> cells(Row row) {
            return List.of(
                    Shown.spread(row.perSecond()),
                    Shown.millis(p50Millis),
                    Shown.millis(p99Millis),
                    Shown.two(statements),
                    Shown.two(retries),
                    Shown.two(row.ratio()));
        }

        @Override
        public Map<String, Object> json() {
            return new TreeMap<>(Map.of(
                    "p50Millis",
                    p50Millis,
                    "p99Millis",
                    p99Millis,
                    "statementsPerOperation",
                    statements,
                    "retriesPerOperation",
                    retries));
        }
    }

    /**
     * What one call costs.
     *
     * @param nanos for one call
     * @param bytes allocated by one call
     * @param nanosAbove more than the same by JdbcTemplate, by the medians
     * @param bytesAbove more than the same by JdbcTemplate
     */
    record Cost(Spread nanos, double bytes, double nanosAbove, double bytesAbove) implements Figures {

        @Override
        public List<String> headings() {
            return List.of("ns median (min–max)", "bytes", "above JdbcTemplate: ns", "bytes", "ratio");
        }

        @Override
        public List<String> cells(Row row) {
            return List.of(
                    Shown.spread(nanos),
                    Shown.whole(bytes),
                    Shown.whole(nanosAbove),
                    Shown.whole(bytesAbove),
                    Shown.two(row.ratio()));
        }

        @Override
        public Map<String, Object> json() {
            return new TreeMap<>(Map.of(
                    "nanosPerOperation",
                    nanos.json(),
                    "bytesPerOperation",
                    bytes,
                    "nanosAboveJdbcTemplate",
                    nanosAbove,
                    "bytesAboveJdbcTemplate",
                    bytesAbove));
        }
    }

    /**
     * Locks that nobody else wants.
     *
     * @param p50Millis half of the operations, each of them acquire and release, took no longer
     * @param p99Millis 99 of 100 took no longer
     * @param roundTrips of one operation
     * @param refused how many operations got no lock, though it was free
     */
    record Free(double p50Millis, double p99Millis, double roundTrips, long refused) implements Figures {

        @Override
        public List<String> headings() {
            return List.of("ops/s median (min–max)", "p50 ms", "p99 ms", "round trips", "refused", "ratio");
        }

        @Override
        public List<String> cells(Row row) {
            return List.of(
                    Shown.spread(row.perSecond()),
                    Shown.millis(p50Millis),
                    Shown.millis(p99Millis),
                    Shown.two(roundTrips),
                    Shown.whole((double) refused),
                    Shown.two(row.ratio()));
        }

        @Override
        public Map<String, Object> json() {
            return new TreeMap<>(Map.of(
                    "p50Millis",
                    p50Millis,
                    "p99Millis",
                    p99Millis,
                    "roundTripsPerOperation",
                    roundTrips,
                    "refused",
                    refused));
        }
    }

    /**
     * A lock that all want.
     *
     * @param handOffs a second: how often the lock went to another thread than the one that had it last
     * @param p99Millis 99 of 100 operations took no longer, each of them wait, acquire and release
     * @param longestWaitMillis of each round
     * @param leastToMost how often the least served thread had it, to the most served one, of each round
     * @param roundTrips of one operation
     */
    record Hot(Spread handOffs, double p99Millis, Spread longestWaitMillis, Spread leastToMost, double roundTrips)
            implements Figures {

        @Override
        public List<String> headings() {
            return List.of(
                    "hand-offs/s median (min–max)",
                    "ops/s",
                    "p99 ms",
                    "longest wait ms",
                    "least/most",
                    "round trips",
                    "ratio");
        }

        @Override
        public List<String> cells(Row row) {
            return List.of(
                    Shown.spread(handOffs),
                    Shown.whole(row.perSecond().median()),
                    Shown.millis(p99Millis),
                    Shown.millis(longestWaitMillis),
                    Shown.two(leastToMost.median()),
                    Shown.two(roundTrips),
                    Shown.two(row.ratio()));
        }

        @Override
        public Map<String, Object> json() {
            return new TreeMap<>(Map.of(
                    "handOffsPerSecond",
                    handOffs.json(),
                    "p99Millis",
                    p99Millis,
                    "longestWaitMillis",
                    longestWaitMillis.json(),
                    "leastToMostServed",
                    leastToMost.json(),
                    "roundTripsPerOperation",
                    roundTrips));
        }
    }

    /**
     * Leases that are kept alive.
     *
     * @param leases how many
     * @param periods for how long, in thirds of a lease
     * @param statements in each period, for all leases
     */
    record Kept(int leases, double periods, double statements) implements Figures {

        @Override
        public List<String> headings() {
            return List.of("leases", "periods", "statements a period");
        }

        @Override
        public List<String> cells(Row row) {
            return List.of(Shown.whole(leases), Shown.two(periods), Shown.two(statements));
        }

        @Override
        public Map<String, Object> json() {
            return new TreeMap<>(Map.of("leases", leases, "periods", periods, "statementsPerPeriod", statements));
        }
    }

    /**
     * What was deleted.
     *
     * @param transactions of each round
     * @param longestMillis one of them took, of each round
     */
    record Purged(Spread transactions, Spread longestMillis) implements Figures {

        @Override
        public List<String> headings() {
            return List.of("requests/s median (min–max)", "transactions", "longest ms", "ratio");
        }

        @Override
        public List<String> cells(Row row) {
            return List.of(
                    Shown.spread(row.perSecond()),
                    Shown.whole(transactions.median()),
                    Shown.millis(longestMillis),
                    Shown.two(row.ratio()));
        }

        @Override
        public Map<String, Object> json() {
            return new TreeMap<>(
                    Map.of("transactions", transactions.json(), "longestTransactionMillis", longestMillis.json()));
        }
    }

    /**
     * What one of many costs.
     *
     * @param nanos for one, from the first start to the last end, over all threads
     */
    record Each(Spread nanos) implements Figures {

        @Override
        public List<String> headings() {
            return List.of("ns median (min–max)", "ops/s", "ratio");
        }

        @Override
        public List<String> cells(Row row) {
            return List.of(Shown.spread(nanos), Shown.whole(row.perSecond().median()), Shown.two(row.ratio()));
        }

        @Override
        public Map<String, Object> json() {
            return new TreeMap<>(Map.of("nanosPerOperation", nanos.json()));
        }
    }
}
