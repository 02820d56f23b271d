package dev.safe4j.shop.singlenodelock;

import dev.safe4j.jdbc.update.Updates;
import dev.safe4j.lock.HeldLock;
import dev.safe4j.lock.Locks;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** Whoever has the lock marks the row with his fencing number as he reads it, and writes it only if the mark is still his. */
public final class SafePriceRaise implements PriceRaise {

    private final Locks locks;
    private final Updates updates;
    private final HeadOffice office;

    public SafePriceRaise(Locks locks, Updates updates, HeadOffice office) {
        this.locks = locks;
        this.updates = updates;
        this.office = office;
    }

    @Override
    public void raise(long tag) {
        try (HeldLock lock = locks.tryAcquire("price-tag:" + tag).orElseThrow(() -> new NotAlone(tag))) {
            BigDecimal price = updates.table("price_tag")
                    .key("id", tag)
                    .set("fence", lock.fence())
                    .provided("fence < ?", lock.fence())
                    .returning("price")
                    .apply()
                    .orThrow(() -> new NotAlone(tag))
                    .values()
                    .decimal("price");
            updates.table("price_tag")
                    .key("id", tag)
                    .set("price", raised(price))
                    .provided("fence = ?", lock.fence())
                    .apply()
                    .orThrow(() -> new NotAlone(tag));
        }
    }

    private BigDecimal raised(BigDecimal price) {
        return price.multiply(office.factor()).setScale(2, RoundingMode.HALF_UP);
    }
}
