package dev.safe4j.shop.lostlease;

import dev.safe4j.jdbc.update.Updates;
import dev.safe4j.lock.Locks;
import java.math.BigDecimal;

/** The tag keeps the highest fencing number it has seen, and takes no price from an owner with a lower one. */
public final class SafePriceTags implements PriceTags {

    private final Locks locks;
    private final Updates updates;
    private final PriceSource source;

    public SafePriceTags(Locks locks, Updates updates, PriceSource source) {
        this.locks = locks;
        this.updates = updates;
        this.source = source;
    }

    @Override
    public void write(long tag) {
        locks.runWithLock("price-tag:" + tag, held -> {
            BigDecimal price = source.price();
            updates.table("price_tag")
                    .key("id", tag)
                    .set("price", price)
                    .set("fence", held.fence())
                    .provided("fence <= ?", held.fence())
                    .apply()
                    .orThrow(() -> new Overtaken(tag));
        });
    }
}
