package dev.safe4j.shop.pages;

import dev.safe4j.jdbc.Database;
import dev.safe4j.jdbc.counter.JdbcCounterStore;
import dev.safe4j.shop.TestShop;

/** Counters, quotas and sequences in the database of a shop. */
public final class CounterStores {

    private CounterStores() {}

    /** The store of an instance of the shop, of which there may be several on the database; to be closed before it. */
    public static JdbcCounterStore of(TestShop shop) {
        Database database = shop.get(Database.class);
        JdbcCounterStore store = JdbcCounterStore.on(database.dataSource());
        store.schema().create(database);
        return store;
    }
}
