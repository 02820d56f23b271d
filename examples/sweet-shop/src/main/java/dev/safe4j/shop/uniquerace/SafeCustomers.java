package dev.safe4j.shop.uniquerace;

import static dev.safe4j.update.Row.row;

import dev.safe4j.jdbc.update.Updates;
import java.util.UUID;
import org.springframework.stereotype.Service;

/** Inserts, and is told whether the name was free. */
@Service
public class SafeCustomers implements Customers {

    private final Updates updates;

    public SafeCustomers(Updates updates) {
        this.updates = updates;
    }

    @Override
    public void register(String name) {
        updates.table("customer")
                .insertIfAbsent(row("id", UUID.randomUUID(), "name", name))
                .orThrow(() -> new NameTaken(name));
    }
}
