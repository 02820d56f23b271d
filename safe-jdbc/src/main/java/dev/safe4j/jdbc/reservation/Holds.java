package dev.safe4j.jdbc.reservation;

import dev.safe4j.jdbc.Database;
import dev.safe4j.jdbc.Schema;
import dev.safe4j.jdbc.ServerClock;
import dev.safe4j.jdbc.Session;
import dev.safe4j.jdbc.Table;
import dev.safe4j.jdbc.transaction.Transactions;
import dev.safe4j.jdbc.update.Updates;
import dev.safe4j.update.UpdateResult;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The steps of the reservations of one table's quantity, each one transaction. Thread-safe. */
final class Holds {

    private static final String ROOM = "hold";

    private static final String MAKE = "insert into TABLE (id, resource, row_key, amount, state, hold_until)"
            + " values (?, ?, ?, ?, 'HELD', PLUS)";
    private static final String LOCK =
            "select row_key, amount, state from TABLE where id = ? and resource = ? for update";
    private static final String STATE = "select state from TABLE where id = ? and resource = ?";
    private static final String DECIDE = "update TABLE set state = ? where id = ? and resource = ? and state = 'HELD'";
    private static final String OVER =
            "select id from TABLE where state = 'HELD' and hold_until <= NOW and resource = ? order by hold_until limit ?";
    private static final String LOCK_OVER = "select row_key, amount, state from TABLE"
            + " where id = ? and resource = ? and state = 'HELD' and hold_until <= NOW for update";
    private static final String ENDED = "select id from TABLE where state <> 'HELD' and hold_until <= NOW_LESS"
            + " and resource = ? order by id limit ?";
    private static final String DELETE = "delete from TABLE where id = ? and state <> 'HELD'";

    /**
     * What is counted down.
     *
     * @param table the table
     * @param key its key
     * @param quantity the column
     */
    record Resource(String table, String key, String quantity) {

        private static final int LONGEST_NAME = 200; // as the table of the holds has it

        /**
         * How the holds of it are told from those of others, however it was spelled: by the names that the database has, in
         * small letters if it keeps those of the holds in capitals, as H2 does. The schema stands before them where it is
         * another one than that of the holds, so that the search path of a process does not change what it finds held.
         */
        String name(Table counted, Table holds) {
            String name = folded(counted.realName(), holds) + "."
                    + counted.column(quantity).name().toLowerCase(Locale.ROOT);
            if (!counted.schema().equals(holds.schema())) {
                name = folded(counted.schema(), holds) + "." + name;
            }
            if (name.length() > LONGEST_NAME) {
                throw new IllegalArgumentException("holds are told by a name of at most " + LONGEST_NAME
                        + " characters, and '" + name + "' has " + name.length() + ".");
            }
            return name;
        }

        private static String folded(String name, Table holds) {
            return isInCapitals(name) && isInCapitals(holds.realName()) ? name.toLowerCase(Locale.ROOT) : name;
        }

        private static boolean isInCapitals(String name) {
            return name.equals(name.toUpperCase(Locale.ROOT));
        }
    }

    private final Transactions transactions;
    private final Database database;
    private final Updates updates;
    private final Resource resource;
    private final String name;
    private final RowKey key;
    private final String holds;
    private final ServerClock clock;

    Holds(Transactions transactions, Database database, Resource resource) {
        this.database = database;
        this.updates = Updates.on(database);
        this.resource = resource;
        Table table = database.table(resource.table());
        this.key = new RowKey(table.column(resource.key()), database.dialect());
        Table kept = schema(database).require(database);
        this.holds = kept.sqlName();
        this.name = resource.name(table, kept);
        this.transactions = transactions.named("reservation of " + name);
        this.clock = ServerClock.of(database.dialect());
        if (!table.isUnique(List.of(resource.key()))) {
            throw new IllegalArgumentException("column '" + resource.key() + "' of " + resource.table()
                    + " is not unique by the metadata: a hold could come back to more than one row.");
        }
        if (!table.column(resource.quantity()).isNumeric()) {
            throw new IllegalArgumentException("column '" + resource.quantity() + "' of " + resource.table()
                    + " holds no numbers: nothing of it can be put aside.");
        }
    }

    static Schema schema(Database database) {
        return new Schema(database.dialect(), ROOM, Schema.defaultTable(ROOM));
    }

    private String sql(String text) {
        return text.replace("TABLE", holds)
                .replace("PLUS", clock.plus())
                .replace("NOW_LESS", clock.plus())
                .replace("NOW", clock.now());
    }

    /** What is put aside and that it is, in one transaction: a crash between the two loses neither. */
    UpdateResult reserve(String id, Object row, Number amount, Duration time) {
        String kept = key.text(row);
        return transactions.run(attempt -> {
            UpdateResult taken = updates.table(resource.table())
                    .key(
                            resource.key(),
                            key.read(kept)) // the row that gets it back, whatever form the key was given in
                    .subtract(resource.quantity(), amount)
                    .provided(resource.quantity() + " >= ?", amount)
                    .apply();
            if (taken.isApplied()) {
                List<Object> values =
                        List.of(id, name, kept, new BigDecimal(amount.toString()), ServerClock.micros(time));
                run("putting aside", session -> session.update(sql(MAKE), values));
            }
            return taken;
        });
    }

    static String newId() {
        return UUID.randomUUID().toString();
    }

    void confirm(String id) {
        HoldState state = transactions.idempotent().<@Nullable HoldState, RuntimeException>run(attempt -> {
            boolean isFirst = run("confirming", session -> decide(session, id, HoldState.CONFIRMED));
            return isFirst ? HoldState.CONFIRMED : run("reading", session -> find(session, id));
        });
        if (state != HoldState.CONFIRMED) {
            throw new HoldOverException(id, state);
        }
    }

    boolean cancel(String id) {
        return transactions
                .idempotent()
                .run(attempt -> giveBack(LOCK, id, HoldState.CANCELLED)
                        || run("reading", session -> find(session, id)) != HoldState.CONFIRMED);
    }

    /** Only one of those who confirm, cancel and sweep a hold finds it held. */
    private boolean giveBack(String lock, String id, HoldState state) {
        @Nullable Object[] hold = run("locking", session -> first(session.query(sql(lock), List.of(id, name), 3)));
        if (hold == null || !HoldState.HELD.name().equals(hold[2])) {
            return false;
        }
        run("giving back", session -> decide(session, id, state));
        updates.table(resource.table())
                .key(resource.key(), key.read(String.valueOf(hold[0])))
                .add(resource.quantity(), (BigDecimal) java.util.Objects.requireNonNull(hold[1]))
                .apply(); // a row that was deleted meanwhile has nothing to get back
        return true;
    }

    int sweep(int atMost) {
        return new Sweep(this, database.faults()).run(atMost);
    }

    List<String> over(int atMost) {
        return run("looking for", session -> ids(session, OVER, List.of(name, atMost)));
    }

    boolean sweepBack(String id) {
        return transactions.run(attempt -> giveBack(LOCK_OVER, id, HoldState.SWEPT));
    }

    int purge(Duration idle, int atMost) {
        List<String> ended = database.run(
                "looking for holds that have ended",
                session -> ids(session, ENDED, List.of(-ServerClock.micros(idle), name, atMost)));
        int purged = 0;
        for (String id : ended) {
            purged += run("deleting", session -> session.update(sql(DELETE), List.of(id)));
        }
        return purged;
    }

    Optional<HoldState> state(String id) {
        return Optional.ofNullable(run("reading", session -> find(session, id)));
    }

    private @Nullable HoldState find(Session session, String id) throws SQLException {
        @Nullable Object[] row = first(session.query(sql(STATE), List.of(id, name), 1));
        return row == null ? null : HoldState.valueOf(String.valueOf(row[0]));
    }

    private boolean decide(Session session, String id, HoldState state) throws SQLException {
        return session.update(sql(DECIDE), List.of(state.name(), id, name)) == 1;
    }

    private List<String> ids(Session session, String sql, List<Object> values) throws SQLException {
        return session.query(sql(sql), values, 1).stream()
                .map(row -> String.valueOf(row[0]))
                .toList();
    }

    private static @Nullable Object @Nullable [] first(List<@Nullable Object[]> rows) {
        return rows.isEmpty() ? null : rows.get(0);
    }

    private <T extends @Nullable Object> T run(String step, Session.Work<T> work) {
        return database.run(step + " holds of " + name, work);
    }
}
