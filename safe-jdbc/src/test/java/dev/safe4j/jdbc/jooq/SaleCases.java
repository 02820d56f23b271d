package dev.safe4j.jdbc.jooq;

import static dev.safe4j.jdbc.jooq.SweetShop.SWEET;

import dev.safe4j.servers.TestDatabase;
import org.junit.jupiter.api.BeforeEach;

/** A shop for each test anew, and the sale of a sweet. */
abstract class SaleCases {

    SweetShop shop;
    JooqUpdates updates;

    @BeforeEach
    void open(TestDatabase db) {
        shop = SweetShop.open(db);
        updates = JooqUpdates.on(shop.dsl);
    }

    JooqRowUpdate sale(JooqUpdates noun, int sweet) {
        return noun.update(SWEET)
                .key(SWEET.ID, sweet)
                .set(SWEET.STOCK, SWEET.STOCK.minus(1))
                .provided(SWEET.STOCK.ge(1));
    }
}
