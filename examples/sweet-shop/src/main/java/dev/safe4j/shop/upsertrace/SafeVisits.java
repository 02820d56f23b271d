package dev.safe4j.shop.upsertrace;

import static dev.safe4j.update.Row.row;

import dev.safe4j.jdbc.update.Updates;
import org.springframework.stereotype.Service;

/** One statement inserts or adds. */
@Service
public class SafeVisits implements Visits {

    private final Updates updates;

    public SafeVisits(Updates updates) {
        this.updates = updates;
    }

    @Override
    public void count(String page) {
        updates.table("visit")
                .upsert(row("page", page, "visits", 1))
                .onKey("page")
                .orAdd("visits", 1)
                .apply();
    }
}
