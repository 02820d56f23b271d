package dev.safe4j.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.jdbc.transaction.Transactions;
import dev.safe4j.jdbc.update.Updates;
import dev.safe4j.jdbc.update.Versioned;
import dev.safe4j.update.Row;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Beans that look up tables while they are constructed come after what creates the tables. */
class DatabaseInitializationTest {

    /** Its table is found, or it cannot be made. */
    static final class Editions {
        final Versioned<String> titles;

        Editions(Updates updates, Transactions transactions) {
            titles = new Versioned<>(
                    updates,
                    transactions,
                    "edition",
                    new Versioned.KeyAndVersion("id", "version"),
                    new Versioned.Mapping<>(
                            List.of("title"), row -> row.text("title"), title -> Row.of(Map.of("title", title))));
        }
    }

    @Test
    void a_table_of_schema_sql_is_there_for_a_versioned_made_in_a_constructor() {
        Applications.onH2()
                .withPropertyValues(
                        "spring.sql.init.mode=always", "spring.sql.init.schema-locations=classpath:editions.sql")
                .withBean("a", Editions.class)
                .run(context ->
                        assertThat(context.getBean(Editions.class).titles).isNotNull());
    }
}
