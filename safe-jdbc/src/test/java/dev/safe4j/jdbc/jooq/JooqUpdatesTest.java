package dev.safe4j.jdbc.jooq;

import static dev.safe4j.jdbc.jooq.SweetShop.DOC;
import static dev.safe4j.jdbc.jooq.SweetShop.SEAT;
import static dev.safe4j.jdbc.jooq.SweetShop.SWEET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.update.Refusal;
import dev.safe4j.update.StaleVersionException;
import dev.safe4j.update.UpdateResult;
import dev.safe4j.update.UpdateResult.Applied;
import dev.safe4j.update.UpdateResult.Missing;
import dev.safe4j.update.UpdateResult.Refused;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import org.jooq.impl.DSL;

class JooqUpdatesTest extends SaleCases {

    @EachDatabase
    void applied_refused_and_missing_are_told_apart(TestDatabase db) {
        assertThat(sale(updates, 1).apply()).isEqualTo(Applied.PLAIN);
        assertThat(shop.stock()).isEqualTo(2);
        assertThat(sale(updates, 2).apply())
                .isInstanceOfSatisfying(
                        Missing.class, missing -> assertThat(missing.row()).hasToString("sweet 2"));
        UpdateResult refused = sale(updates, 1).provided(SWEET.NAME.eq("fudge")).apply();
        assertThat(refused)
                .isInstanceOfSatisfying(
                        Refused.class,
                        value -> assertThat(value.refusal().toException())
                                .hasMessage("sweet 1 was not changed: it does not meet the condition"
                                        + " (sweet.stock >= ? and sweet.name = ?)."));
        assertThat(shop.stock()).isEqualTo(2);
    }

    @EachDatabase
    void an_applied_update_is_one_statement(TestDatabase db) {
        sale(updates, 1);
        shop.sent.clear();
        sale(updates, 1).apply().orThrow();
        assertThat(shop.sent).hasSize(1);
        updates.update(DOC)
                .key(DOC.ID, 17)
                .version(DOC.VERSION, 4L)
                .set(DOC.CONTENT, "x")
                .apply()
                .orThrow();
        assertThat(shop.sent).hasSize(2);
        updates.update(DOC).key(DOC.ID, 17).version(DOC.VERSION, 5L).delete().orThrow();
        assertThat(shop.sent).hasSize(3);
    }

    @EachDatabase
    void returning_is_atomic_in_the_way_of_the_database(TestDatabase db) {
        shop.sent.clear();
        Applied applied = sale(updates, 1)
                .set(SWEET.PRICE, new BigDecimal("1.75"))
                .returning(SWEET.STOCK, SWEET.PRICE)
                .apply()
                .orThrow();
        assertThat(applied.values().values().keySet()).containsExactly("stock", "price");
        assertThat(applied.values().number("stock")).isEqualTo(2);
        int stock = JooqUpdates.value(applied, SWEET.STOCK);
        BigDecimal price = JooqUpdates.value(applied, SWEET.PRICE);
        assertThat(stock).isEqualTo(2);
        assertThat(price).isEqualByComparingTo("1.75");
        assertThatThrownBy(() -> JooqUpdates.value(applied, SWEET.NAME)).hasMessageContaining("'name' is not among");
        if (db.kind() == ServerKind.MARIADB) {
            assertThat(shop.sent).hasSize(2).noneMatch(sql -> sql.contains("returning"));
        } else {
            String way = db.kind() == ServerKind.H2 ? "from final table (update" : "returning";
            assertThat(shop.sent).singleElement().asString().contains(way);
        }
        assertThat(sale(updates, 1)
                        .provided(DSL.falseCondition())
                        .returning(SWEET.STOCK)
                        .apply())
                .isInstanceOf(Refused.class);
    }

    @EachDatabase
    void a_numeric_version_goes_up_by_one_and_a_stale_one_tells_the_present(TestDatabase db) {
        UpdateResult saved = save(4, "second");
        assertThat(saved.orThrow().version()).isEqualTo(5L);
        UpdateResult late = save(4, "lost");
        assertThat(late)
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.refusal())
                                .isInstanceOfSatisfying(Refusal.StaleVersion.class, stale -> {
                                    assertThat(stale.expected()).isEqualTo(4L);
                                    assertThat(stale.present()).isEqualTo(5L);
                                }));
        assertThatThrownBy(late::orThrow)
                .isInstanceOf(StaleVersionException.class)
                .hasMessageStartingWith("document 17 was changed: expected version 4, found 5.");
        assertThat(shop.content()).isEqualTo("second");
    }

    private UpdateResult save(long version, String content) {
        return updates.update(DOC)
                .key(DOC.ID, 17)
                .version(DOC.VERSION, version)
                .set(DOC.CONTENT, content)
                .apply();
    }

    @EachDatabase
    void a_timestamp_version_moves_on_with_every_write(TestDatabase db) {
        LocalDateTime read = shop.dsl.fetchValue(DSL.select(DOC.CHANGED).from(DOC));
        LocalDateTime previous = read;
        for (int i = 0; i < 5; i++) {
            Applied applied = updates.update(DOC)
                    .key(DOC.ID, 17)
                    .version(DOC.CHANGED, previous)
                    .set(DOC.CONTENT, "text " + i)
                    .apply()
                    .orThrow();
            LocalDateTime next = (LocalDateTime) applied.version();
            assertThat(next).isAfter(previous);
            previous = next;
        }
        UpdateResult late = updates.update(DOC)
                .key(DOC.ID, 17)
                .version(DOC.CHANGED, read)
                .set(DOC.CONTENT, "lost")
                .apply();
        assertThatThrownBy(late::orThrow).isInstanceOf(StaleVersionException.class);
        assertThat(shop.content()).isEqualTo("text 4");
        assertThatThrownBy(() -> updates.update(DOC).version(DOC.CHANGED, LocalDateTime.of(2026, 1, 1, 1, 1, 1, 123)))
                .hasMessageContaining("truncate the value first");
    }

    @EachDatabase
    void a_delete_has_the_same_checks(TestDatabase db) {
        assertThat(updates.update(DOC).key(DOC.ID, 17).version(DOC.VERSION, 3L).delete())
                .isInstanceOf(Refused.class);
        assertThat(updates.update(SWEET)
                        .key(SWEET.ID, 1)
                        .provided(SWEET.STOCK.eq(0))
                        .delete())
                .isInstanceOf(Refused.class);
        Applied deleted = updates.update(DOC)
                .key(DOC.ID, 17)
                .version(DOC.VERSION, 4L)
                .delete()
                .orThrow();
        assertThat(deleted.newVersion()).isNull();
        assertThat(updates.update(DOC).key(DOC.ID, 17).delete()).isInstanceOf(Missing.class);
        assertThat(shop.dsl.fetchCount(SWEET)).isEqualTo(1);
    }

    @EachDatabase
    void a_composite_key_names_one_row(TestDatabase db) {
        UpdateResult booked = updates.update(SEAT)
                .key(SEAT.SHOW, 8)
                .key(SEAT.NUMBER, 2)
                .set(SEAT.OWNER, "Ann")
                .provided(SEAT.OWNER.isNull())
                .apply();
        assertThat(booked.isApplied()).isTrue();
        assertThat(shop.dsl
                        .select(SEAT.NUMBER)
                        .from(SEAT)
                        .where(SEAT.OWNER.eq("Ann"))
                        .fetch(SEAT.NUMBER))
                .containsExactly(2);
    }
}
