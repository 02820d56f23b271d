package dev.safe4j.shop;

import static dev.safe4j.update.Row.row;

import dev.safe4j.jdbc.update.Updates;
import dev.safe4j.update.Row;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.stereotype.Component;

/** What stands in the shop on the first day, for whoever tries it by hand: the rows with number 1, and some with 2. */
@Component
class FirstRows implements InitializingBean {

    private static final Map<String, List<Row>> ROWS = Map.of(
            "sweet",
            List.of(sweet(1, "Lemon drop", "0.25", 100), sweet(2, "Nougat", "1.40", 12)),
            "wallet",
            List.of(wallet(1), wallet(2)),
            "golden_ticket",
            List.of(row("id", 1, "owner", null)),
            "price_list",
            List.of(row("id", 1, "content", "Lemon drop 0.25\nNougat 1.40\n", "version", 1)),
            "tasting",
            List.of(row("id", 1, "seats", 8)),
            "shift",
            List.of(row("id", 1)),
            "keeper",
            List.of(row("id", 1, "shift", 1, "on_call", true), row("id", 2, "shift", 1, "on_call", true)),
            "stamp_card",
            List.of(row("id", 1, "stamps", 30)),
            "box",
            List.of(row("id", 1, "stock", 5)));

    private final Updates updates;

    FirstRows(Updates updates) {
        this.updates = updates;
    }

    private static Row sweet(long id, String name, String price, int stock) {
        return row("id", id, "name", name, "price", new BigDecimal(price), "stock", stock);
    }

    private static Row wallet(long id) {
        return row("id", id, "family", 1, "balance", new BigDecimal("100.00"));
    }

    @Override
    public void afterPropertiesSet() {
        ROWS.forEach((table, rows) -> rows.forEach(row -> updates.table(table).insertIfAbsent(row)));
    }
}
