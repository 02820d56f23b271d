package dev.safe4j.jdbc.jooq;

import static dev.safe4j.jdbc.jooq.SweetShop.DOC;
import static dev.safe4j.jdbc.jooq.SweetShop.LOOSE;
import static dev.safe4j.jdbc.jooq.SweetShop.SWEET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.jdbc.KeyNotUniqueException;
import dev.safe4j.servers.Callers;
import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.update.Refusal;
import dev.safe4j.update.UpdateResult;
import dev.safe4j.update.UpdateResult.Applied;
import dev.safe4j.update.UpdateResult.Refused;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.jooq.conf.Settings;
import org.jooq.conf.ThrowExceptions;
import org.jooq.impl.DSL;

class JooqSafetyTest extends SaleCases {

    @EachDatabase
    void a_key_that_matches_several_rows_is_rolled_back(TestDatabase db) {
        assertThatThrownBy(() -> spill(updates).apply())
                .isInstanceOf(KeyNotUniqueException.class)
                .hasMessageContaining("matched 2 rows");
        assertThatThrownBy(() -> spill(updates).returning(LOOSE.AMOUNT).apply())
                .isInstanceOf(KeyNotUniqueException.class);
        assertThatThrownBy(() -> updates.update(LOOSE).key(LOOSE.KIND, "gum").delete())
                .isInstanceOf(KeyNotUniqueException.class);
        shop.dsl.transaction(trx -> {
            sale(updates.in(trx), 1).apply().orThrow();
            assertThatThrownBy(() -> spill(updates.in(trx)).apply()).isInstanceOf(KeyNotUniqueException.class);
        });
        assertThat(shop.looseAmounts()).containsExactly(10, 10);
        assertThat(shop.stock()).isEqualTo(2);
    }

    private static JooqRowUpdate spill(JooqUpdates noun) {
        return noun.update(LOOSE).key(LOOSE.KIND, "gum").set(LOOSE.AMOUNT, 0);
    }

    @EachDatabase
    void settings_that_hide_rows_or_faults_hide_nothing_here(TestDatabase db) {
        Settings settings = new Settings().withMaxRows(1).withThrowExceptions(ThrowExceptions.THROW_NONE);
        JooqUpdates strict = updates.in(shop.dsl.configuration().derive(settings));
        assertThatThrownBy(() -> spill(strict).returning(LOOSE.AMOUNT).apply())
                .isInstanceOf(KeyNotUniqueException.class);
        assertThatThrownBy(() -> strict.update(SWEET)
                        .key(SWEET.ID, 1)
                        .set(SWEET.STOCK, -1)
                        .apply())
                .isInstanceOf(org.jooq.exception.DataAccessException.class);
        assertThat(shop.looseAmounts()).containsExactly(10, 10);
    }

    @EachDatabase
    void a_constraint_that_was_named_refuses(TestDatabase db) {
        assertThat(oversell(updates).apply())
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.refusal())
                                .isInstanceOfSatisfying(
                                        Refusal.ConstraintViolated.class,
                                        violated -> assertThat(violated.constraint())
                                                .isEqualTo("stock_not_negative")));
        shop.dsl.transaction(trx -> {
            updates.in(trx).update(DOC).key(DOC.ID, 17).set(DOC.CONTENT, "kept").apply();
            assertThat(oversell(updates.in(trx)).apply()).isInstanceOf(Refused.class);
            sale(updates.in(trx), 1).apply().orThrow();
        });
        assertThat(shop.stock()).isEqualTo(2);
        assertThat(shop.content()).isEqualTo("kept");
        assertThatThrownBy(() -> oversell(updates).refusedBy("another").apply())
                .isInstanceOf(org.jooq.exception.DataAccessException.class);
    }

    private static JooqRowUpdate oversell(JooqUpdates noun) {
        return noun.update(SWEET)
                .key(SWEET.ID, 1)
                .set(SWEET.STOCK, SWEET.STOCK.minus(50))
                .refusedBy("stock_not_negative");
    }

    @EachDatabase
    void assignments_read_the_row_as_it_was(TestDatabase db) {
        updates.update(SWEET)
                .key(SWEET.ID, 1)
                .set(SWEET.STOCK, 100)
                .set(SWEET.PRICE, SWEET.STOCK.cast(SWEET.PRICE))
                .apply()
                .orThrow();
        BigDecimal price = shop.dsl.fetchValue(DSL.select(SWEET.PRICE).from(SWEET));
        assertThat(price).isEqualByComparingTo("3");
        JooqRowUpdate both = updates.update(SWEET)
                .key(SWEET.ID, 1)
                .set(SWEET.STOCK, SWEET.STOCK.plus(1))
                .set(SWEET.PRICE, SWEET.STOCK.cast(SWEET.PRICE));
        if (db.kind() == ServerKind.MARIADB) {
            assertThatThrownBy(both::apply)
                    .hasMessageContaining("reads column 'stock', which another expression changes");
        } else {
            both.apply().orThrow();
            assertThat(shop.dsl.fetchValue(DSL.select(SWEET.PRICE).from(SWEET))).isEqualByComparingTo("100");
        }
    }

    @EachDatabase
    void callers_at_once_sell_what_is_there_and_no_more(TestDatabase db) {
        int callers = 8;
        for (int round = 0; round < 5 * Callers.repetitions(); round++) {
            shop.dsl.update(SWEET).set(SWEET.STOCK, 5).execute();
            db.warm(callers);
            List<Callers.Result<UpdateResult>> results = Callers.run(
                    callers,
                    Duration.ofSeconds(30),
                    caller -> () -> sale(updates, 1).apply());
            assertThat(results).allMatch(Callers.Result::isSuccess);
            long sold = results.stream()
                    .filter(each -> each.value() instanceof Applied)
                    .count();
            long refused = results.stream()
                    .filter(each -> each.value() instanceof Refused)
                    .count();
            assertThat(sold).isEqualTo(5);
            assertThat(refused).isEqualTo(callers - 5);
            assertThat(shop.stock()).isZero();
        }
    }
}
