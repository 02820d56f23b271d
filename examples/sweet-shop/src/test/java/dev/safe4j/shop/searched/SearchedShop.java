package dev.safe4j.shop.searched;

import dev.safe4j.servers.TestDatabase;
import dev.safe4j.shop.TestShop;
import dev.safe4j.test.interleavings.RaceProbe;

/** A shop whose statements a search holds on to. */
public record SearchedShop(TestDatabase database, TestShop shop, RaceProbe probe) implements AutoCloseable {

    public static SearchedShop on(TestDatabase database) {
        RaceProbe probe = new RaceProbe();
        return new SearchedShop(database, TestShop.on(database, probe::wrap), probe);
    }

    @Override
    public void close() {
        shop.close();
    }
}
