package dev.safe4j.shop.oversell;

import dev.safe4j.jdbc.update.Updates;
import org.springframework.stereotype.Service;

/** The database counts, and the check is part of the count. */
@Service
public class SafeShelf implements Shelf {

    private final Updates updates;

    public SafeShelf(Updates updates) {
        this.updates = updates;
    }

    @Override
    public void buy(long sweet, int amount) {
        updates.table("sweet")
                .key("id", sweet)
                .subtract("stock", amount)
                .provided("stock >= ?", amount)
                .apply()
                .orThrow(() -> new SoldOut(sweet));
    }

    @Override
    public void restock(long sweet, int amount) {
        updates.table("sweet").key("id", sweet).add("stock", amount).apply().orThrow();
    }
}
