package dev.safe4j.shop.pages;

import dev.safe4j.jdbc.Database;
import dev.safe4j.jdbc.job.JdbcJobStore;
import dev.safe4j.job.JobQueue;
import dev.safe4j.shop.TestShop;

/** Jobs in the database of a shop. */
public final class Jobs {

    private Jobs() {}

    /** The queue of an instance of the shop, of which there may be several on the database; to be closed before it. */
    public static JobQueue of(TestShop shop) {
        Database database = shop.get(Database.class);
        JdbcJobStore store = JdbcJobStore.on(database.dataSource());
        store.schema().create(database);
        return JobQueue.on(store);
    }
}
