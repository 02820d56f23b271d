package dev.safe4j.jdbc.idempotency;

import dev.safe4j.idempotency.Execution;
import dev.safe4j.idempotency.Idempotency;
import dev.safe4j.idempotency.IdempotentOperation;
import dev.safe4j.jdbc.Database;
import dev.safe4j.jdbc.transaction.Transactions;
import dev.safe4j.servers.Callers;
import dev.safe4j.servers.TestDatabase;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** A shop whose orders are placed under keys: the stores in a test's database, and the effect that is to be there once. */
final class Requests implements AutoCloseable {

    final TestDatabase db;
    final JdbcIdempotencyStore store;
    final Database database;
    final JdbcTemplate jdbc;
    final JdbcTransactionalStore transactional;
    final Idempotency idempotency;

    private Requests(TestDatabase db, DataSource business, DataSource own, boolean atRepeatableRead) {
        this.db = db;
        this.database = Database.of(business);
        this.jdbc = new JdbcTemplate(business);
        this.store = JdbcIdempotencyStore.on(own);
        JdbcTransactionalStore.Builder builder = JdbcTransactionalStore.builder(database);
        if (atRepeatableRead) {
            builder.transactions(Transactions.on(database).repeatableRead());
        }
        this.transactional = builder.build();
        this.idempotency =
                Idempotency.builder(store).transactional(transactional).build();
    }

    static Requests in(TestDatabase db) {
        return in(db, db.dataSource(), false);
    }

    static Requests in(TestDatabase db, DataSource business, boolean atRepeatableRead) {
        Requests requests = new Requests(db, business, db.newPool(8), atRepeatableRead);
        requests.store.schema().create(requests.store.database());
        if (db.kind() == dev.safe4j.servers.ServerKind.MARIADB) {
            db.execute("create table effect (request varchar(50) not null) engine = InnoDB");
        } else {
            db.execute("create table effect (request varchar(50) not null)");
        }
        return requests;
    }

    IdempotentOperation<String> order(String key) {
        return idempotency.operation("order", String.class).key(key);
    }

    /** What is not to happen twice. */
    String place(String key) {
        jdbc.update("insert into effect (request) values (?)", key);
        return "order of " + key;
    }

    long effects(String key) {
        Long count = db.value(Long.class, "select count(*) from effect where request = ?", key);
        return count == null ? 0 : count;
    }

    List<Callers.Result<Execution<String>>> duplicates(int callers, IdempotentOperation<String> order, String key) {
        return Callers.run(callers, Duration.ofSeconds(120), caller -> () -> order.tryRun(attempt -> place(key)));
    }

    @Override
    public void close() {
        idempotency.close();
    }
}
