package dev.safe4j.shop.pages;

import dev.safe4j.idempotency.Idempotency;
import dev.safe4j.jdbc.Database;
import dev.safe4j.jdbc.idempotency.JdbcIdempotencyStore;
import dev.safe4j.jdbc.idempotency.JdbcTransactionalStore;
import dev.safe4j.once.Inbox;
import dev.safe4j.shop.TestShop;

/** Requests under keys, and an inbox, in the database of a shop. To be closed before it. */
public record Requests(Idempotency idempotency, Inbox inbox) implements AutoCloseable {

    /** As another instance of the shop would have it, if there is one on the database. */
    public static Requests of(TestShop shop) {
        Database database = shop.get(Database.class);
        JdbcTransactionalStore transactional = JdbcTransactionalStore.on(database);
        transactional.schema().create(database);
        Idempotency idempotency = Idempotency.builder(JdbcIdempotencyStore.on(database.dataSource()))
                .transactional(transactional)
                .build();
        return new Requests(idempotency, Inbox.on(transactional));
    }

    @Override
    public void close() {
        idempotency.close();
    }
}
