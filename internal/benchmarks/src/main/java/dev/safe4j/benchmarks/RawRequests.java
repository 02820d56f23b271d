package dev.safe4j.benchmarks;

import dev.safe4j.benchmarks.RequestTransactions.Runner;
import dev.safe4j.jdbc.Session;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The ways that are written by hand in plain JDBC. Immutable. */
final class RawRequests {

    static final String EFFECT = "insert into effect (request) values (?)";

    /** The tables of these ways. */
    static final String[] TABLES = {
        "create table effect (request varchar(255) not null)",
        "create table raw_request (request_key varchar(255) primary key, token varchar(36) not null,"
                + " lease_until timestamptz not null, answer bytea)",
        "create table naive_request (request_key varchar(255) primary key, answer varchar(255) not null)"
    };

    private static final String CLAIM =
            "insert into raw_request as r (request_key, token, lease_until) values (?, ?, clock_timestamp() + interval '30 s')"
                    + " on conflict (request_key) do update set token = excluded.token, lease_until = excluded.lease_until"
                    + " where r.answer is null and r.lease_until <= clock_timestamp()";
    private static final String COMPLETE =
            "update raw_request set answer = ? where request_key = ? and token = ? and answer is null";
    private static final String ANSWER = "select answer from raw_request where request_key = ?";

    /** Of the row that a claim of ours answers with, behind the token. */
    private static final int ANSWER_COLUMN = 10;

    private final DataSource pool;
    private final RequestTransactions transactions;

    RawRequests(DataSource pool, RequestTransactions transactions) {
        this.pool = pool;
        this.transactions = transactions;
    }

    /**
     * The statements that were recorded from a call of ours: claim and complete, with the key and token of each call instead of theirs.
     *
     * @param key of the call that was recorded
     */
    RequestWay same(List<Recording.Sent> sent, String key) {
        Recording.Sent claim = sent.get(0);
        Recording.Sent complete = sent.get(1);
        String token = claim.values().stream()
                .map(String::valueOf)
                .filter(value -> value.length() == 36)
                .findFirst()
                .orElseThrow();
        return asked -> transactions.run(pool, runner -> {
            String mine = UUID.randomUUID().toString();
            Map<Object, Object> instead = Map.of(key, asked, token, mine);
            @Nullable Object[] state = runner.run(connection -> sent(connection, claim, instead, asked));
            if (!mine.equals(state[0])) {
                byte[] kept = (byte[]) Objects.requireNonNull(state[ANSWER_COLUMN]);
                return RequestWay.replayed(asked, new String(kept, StandardCharsets.UTF_8));
            }
            effect(runner, asked);
            runner.run(connection -> sent(connection, complete, instead, asked));
            return true;
        });
    }

    /** Answers with the last row of the widest result. */
    private static @Nullable Object[] sent(
            Connection connection, Recording.Sent recorded, Map<Object, Object> instead, String asked)
            throws SQLException {
        List<@Nullable Object> values = new ArrayList<>();
        for (@Nullable Object value : recorded.values()) {
            boolean isAnswer = value instanceof byte[];
            values.add(isAnswer ? bytes(asked) : value == null ? null : instead.getOrDefault(value, value));
        }
        @Nullable Object[] widest = {};
        try (PreparedStatement statement = connection.prepareStatement(recorded.sql())) {
            Session.bind(statement, values);
            boolean isResult = statement.execute();
            while (isResult || statement.getUpdateCount() >= 0) {
                if (isResult) {
                    widest = wider(widest, statement);
                }
                isResult = statement.getMoreResults();
            }
        }
        return widest;
    }

    private static @Nullable Object[] wider(@Nullable Object[] before, PreparedStatement statement)
            throws SQLException {
        @Nullable Object[] widest = before;
        try (ResultSet result = statement.getResultSet()) {
            int columns = result.getMetaData().getColumnCount();
            while (result.next() && columns > widest.length) {
                widest = new Object[columns];
                for (int i = 0; i < columns; i++) {
                    widest[i] = result.getObject(i + 1);
                }
            }
        }
        return widest;
    }

    /** The least that is sound under a lease: an owner's token, a lease by the server's clock, nothing else kept but the answer. */
    RequestWay least() {
        return asked -> transactions.run(pool, runner -> {
            String token = UUID.randomUUID().toString();
            if (runner.run(connection -> update(connection, CLAIM, asked, token)) == 0) {
                String kept = runner.run(connection -> answer(connection, asked));
                return RequestWay.replayed(asked, kept);
            }
            effect(runner, asked);
            runner.run(connection -> update(connection, COMPLETE, bytes(asked), asked, token));
            return true;
        });
    }

    /** As many write it: two at once both find nothing. In one transaction the second is rolled back by the key, and gets an error. */
    RequestWay naive() {
        return asked -> transactions.run(pool, runner -> {
            String kept = runner.run(connection -> kept(connection, asked));
            if (!kept.isEmpty()) {
                return RequestWay.replayed(asked, kept);
            }
            effect(runner, asked);
            runner.run(connection -> update(
                    connection,
                    "insert into naive_request (request_key, answer) values (?, ?)",
                    asked,
                    RequestWay.answer(asked)));
            return true;
        });
    }

    private static void effect(Runner runner, String key) throws SQLException {
        runner.run(connection -> update(connection, EFFECT, key));
    }

    private static byte[] bytes(String key) {
        return RequestWay.answer(key).getBytes(StandardCharsets.UTF_8);
    }

    private static String answer(Connection connection, String key) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ANSWER)) {
            statement.setString(1, key);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return new String(row.getBytes(1), StandardCharsets.UTF_8);
            }
        }
    }

    private static String kept(Connection connection, String key) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("select answer from naive_request where request_key = ?")) {
            statement.setString(1, key);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getString(1) : "";
            }
        }
    }

    private static int update(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            return statement.executeUpdate();
        }
    }
}
