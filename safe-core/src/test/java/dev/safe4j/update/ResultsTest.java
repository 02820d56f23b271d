package dev.safe4j.update;

import static dev.safe4j.update.Row.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.retry.FaultClass;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResultsTest {

    private final RowId account = new RowId("account", Map.of("id", 17));

    @Test
    void a_refusal_becomes_an_exception_that_says_it() {
        UpdateResult condition = new UpdateResult.Refused(new Refusal.ConditionNotMet(account, "balance >= ?"));
        assertThatThrownBy(condition::orThrow)
                .isInstanceOfSatisfying(UpdateRefusedException.class, thrown -> {
                    assertThat(thrown.faultClass()).isEqualTo(FaultClass.PERMANENT);
                    assertThat(thrown.refusal().row()).isEqualTo(account);
                })
                .hasMessage("account 17 was not changed: it does not meet the condition balance >= ?.");
        assertThatThrownBy(() -> new UpdateResult.Refused(new Refusal.ConstraintViolated(account, "floor")).orThrow())
                .hasMessage("account 17 was not changed: the constraint 'floor' forbids it.");
        assertThatThrownBy(() -> new UpdateResult.Refused(new Refusal.StaleVersion(account, 4, 6)).orThrow())
                .isInstanceOfSatisfying(StaleVersionException.class, thrown -> {
                    assertThat(thrown.faultClass()).isEqualTo(FaultClass.CONFLICT);
                    assertThat(thrown.expected()).isEqualTo(4);
                    assertThat(thrown.present()).isEqualTo(6);
                });
    }

    @Test
    void missing_is_another_thing_than_refused() {
        UpdateResult missing = new UpdateResult.Missing(account);
        assertThatThrownBy(() -> missing.orThrow(() -> new IllegalStateException("refused")))
                .isInstanceOf(RowMissingException.class)
                .hasMessage("there is no row account 17.");
        assertThatThrownBy(() -> missing.orThrow(
                        () -> new IllegalStateException("refused"), () -> new IllegalStateException("missing")))
                .hasMessage("missing");
        assertThat(missing.isApplied()).isFalse();
    }

    @Test
    void applied_gives_values_and_version() {
        UpdateResult.Applied applied = new UpdateResult.Applied(row("stock", 3), 5);
        assertThat(applied.orThrow().version()).isEqualTo(5);
        assertThat(applied.values().number("stock")).isEqualTo(3);
        assertThatThrownBy(UpdateResult.Applied.PLAIN::version).hasMessageContaining("not a versioned update");
    }

    @Test
    void a_row_loses_no_digit_and_names_what_it_lacks() {
        Row row = row("a", new BigDecimal("1.10"), "b", BigInteger.TEN, "c", 0.5, "d", null, "e", (short) 2);
        assertThat(row.decimal("a")).isEqualTo(new BigDecimal("1.10"));
        assertThat(row.number("b")).isEqualTo(10);
        assertThat(row.number("e")).isEqualTo(2);
        assertThat(row.get("d")).isNull();
        assertThat(row.text("a")).isEqualTo("1.10");
        assertThatThrownBy(() -> row.decimal("c")).hasMessageContaining("not an exact number");
        assertThatThrownBy(() -> row.number("a")).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> row.text("d")).hasMessage("column 'd' is null.");
        assertThatThrownBy(() -> row.get("x")).hasMessageContaining("[a, b, c, d, e]");
        assertThatThrownBy(() -> row("a", 1, 2, 3)).hasMessageContaining("must be a string, and is: 2");
    }

    @Test
    void insert_results() {
        InsertResult duplicate = new InsertResult.Duplicate("customer", "mail_taken");
        assertThatThrownBy(duplicate::orThrow)
                .isInstanceOfSatisfying(DuplicateRowException.class, thrown -> {
                    assertThat(thrown.faultClass()).isEqualTo(FaultClass.DUPLICATE);
                    assertThat(thrown.constraint()).contains("mail_taken");
                })
                .hasMessage("a row with the same unique key is already in customer (constraint 'mail_taken').");
        assertThatThrownBy(() -> duplicate.orThrow(() -> new IllegalStateException("taken")))
                .hasMessage("taken");
        new InsertResult.Inserted().orThrow();
    }

    @Test
    void a_composite_key_is_shown_whole() {
        Map<String, Object> key = new LinkedHashMap<>();
        key.put("order_id", 1);
        key.put("line", 2);
        assertThat(new RowId("order_line", key)).hasToString("order_line {order_id=1, line=2}");
    }
}
