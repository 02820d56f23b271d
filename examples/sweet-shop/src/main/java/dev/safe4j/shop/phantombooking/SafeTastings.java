package dev.safe4j.shop.phantombooking;

import static dev.safe4j.update.Row.row;

import dev.safe4j.jdbc.update.Updates;
import java.util.UUID;
import org.springframework.stereotype.Service;

/** The tasting's own row is the guard: of those who book the same tasting, one goes after the other. */
@Service
public class SafeTastings implements Tastings {

    private static final String SEAT_FREE =
            "(select count(*) from booking where tasting = ?) < (select seats from tasting where id = ?)";

    private final Updates updates;

    public SafeTastings(Updates updates) {
        this.updates = updates;
    }

    @Override
    public void book(long tasting, String customer) {
        updates.table("booking")
                .insert(row("id", UUID.randomUUID(), "tasting", tasting, "customer", customer))
                .guardedBy("tasting", "id", tasting)
                .provided(SEAT_FREE, tasting, tasting)
                .apply()
                .orThrow(() -> new TastingFull(tasting));
    }
}
