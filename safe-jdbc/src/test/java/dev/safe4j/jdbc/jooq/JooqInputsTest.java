package dev.safe4j.jdbc.jooq;

import static dev.safe4j.jdbc.jooq.SweetShop.CUSTOMER;
import static dev.safe4j.jdbc.jooq.SweetShop.DOC;
import static dev.safe4j.jdbc.jooq.SweetShop.SWEET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.jdbc.KeyNotUniqueException;
import dev.safe4j.jdbc.UnknownNameException;
import dev.safe4j.jdbc.ValueRejectedException;
import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.update.UpdateResult;
import dev.safe4j.update.UpdateResult.Applied;
import java.math.BigDecimal;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jooq.Converter;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.Schema;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.conf.MappedSchema;
import org.jooq.conf.MappedTable;
import org.jooq.conf.RenderMapping;
import org.jooq.conf.RenderQuotedNames;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jooq.impl.TableImpl;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;

@Tag("slow")
class JooqInputsTest {

    private SweetShop shop;
    private JooqUpdates updates;

    @BeforeEach
    void open(TestDatabase db) {
        shop = SweetShop.open(db);
        updates = JooqUpdates.on(shop.dsl);
        updates.update(SWEET);
        updates.update(DOC);
        shop.sent.clear();
    }

    private JooqRowUpdate sweet() {
        return updates.update(SWEET).key(SWEET.ID, 1);
    }

    private void refused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(message);
        assertThat(shop.sent).isEmpty();
    }

    @EachDatabase
    void what_names_no_row_or_changes_nothing_is_refused(TestDatabase db) {
        refused(() -> updates.update(SWEET).key(SWEET.ID, null), "the key column 'id' of sweet must not be null");
        refused(() -> sweet().key(SWEET.ID, 2), "the key column 'id' of sweet is given twice");
        refused(() -> sweet().apply(), "the update of sweet 1 assigns nothing: call set before apply");
        refused(() -> updates.update(SWEET).set(SWEET.STOCK, 1).apply(), "names no row: call key first");
        refused(() -> sweet().set(SWEET.STOCK, 1).delete(), "assigns or returns columns");
        refused(
                () -> sweet().set(SWEET.STOCK, 1).set(SWEET.STOCK, SWEET.STOCK.plus(1)),
                "'stock' of sweet is given twice");
        refused(() -> sweet().returning(SWEET.STOCK, SWEET.STOCK), "'stock' of sweet is given twice");
        refused(() -> sweet().refusedBy(" "), "must not be blank");
    }

    @EachDatabase
    void a_write_is_applied_once(TestDatabase db) {
        JooqRowUpdate write = sweet().set(SWEET.STOCK, 7);
        write.apply().orThrow();
        assertThatThrownBy(write::apply).hasMessageContaining("the write of 'sweet 1' of sweet is given twice");
    }

    @EachDatabase
    void versions_that_are_none_are_refused(TestDatabase db) {
        JooqRowUpdate write = updates.update(DOC).key(DOC.ID, 17);
        refused(() -> write.version(DOC.VERSION, null), "must not be null: read it first");
        refused(() -> write.version(DOC.CONTENT, "a"), "neither a number nor a timestamp");
        refused(() -> updates.update(DOC).version(DOC.VERSION, 1L).version(DOC.VERSION, 1L), "is given twice");
        refused(
                () -> write.version(DOC.VERSION, 4L).set(DOC.VERSION, 9L).apply(),
                "the column 'version' of document is given twice");
    }

    @EachDatabase
    void unknown_tables_and_columns_are_refused(TestDatabase db) {
        assertThatThrownBy(() -> updates.update(DSL.table(DSL.name("cake"))))
                .isInstanceOf(UnknownNameException.class)
                .hasMessageContaining("there is no table 'cake'");
        refused(() -> updates.update(DSL.table("sweet where 1 = 1")), "not an alias or a derived one");
        Field<String> colour = DSL.field(DSL.name("colour"), String.class);
        assertThatThrownBy(() -> sweet().set(colour, "red"))
                .isInstanceOf(UnknownNameException.class)
                .hasMessageContaining("table sweet has no column 'colour'");
        refused(() -> sweet().key(CUSTOMER.ID, 1), "is one of table customer, not of sweet");
        refused(() -> sweet().returning(CUSTOMER.MAIL), "is one of table customer");
        refused(() -> updates.update(SWEET.as("document")), "not an alias or a derived one");
        refused(() -> updates.update(DSL.table(DSL.name("sweet")).as("document")), "not an alias or a derived one");
        refused(() -> updates.update(SWEET.where(SWEET.STOCK.gt(0))), "not an alias or a derived one");
        refused(() -> updates.update(SWEET.as("sweet").where(SWEET.STOCK.gt(0))), "not an alias or a derived one");
    }

    @EachDatabase
    void values_that_the_column_would_round_or_cut_are_refused(TestDatabase db) {
        refused(() -> sweet().set(SWEET.PRICE, new BigDecimal("1.005")), "rounding would lose some");
        refused(() -> sweet().set(SWEET.PRICE, new BigDecimal("123456789.00")), "8 digits before the point");
        refused(() -> sweet().set(SWEET.NAME, "x".repeat(21)), "it holds 20");
        Field<Double> binary = DSL.field(DSL.name("price"), Double.class);
        refused(() -> sweet().set(binary, 0.1), "BigDecimal, never double");
        assertThatThrownBy(() -> sweet().set(SWEET.NAME, (String) null))
                .isInstanceOf(ValueRejectedException.class)
                .hasMessageContaining("NOT NULL");
        sweet().set(SWEET.PRICE, (BigDecimal) null).apply().orThrow();
        sweet().set(SWEET.PRICE, new BigDecimal("2.500")).apply().orThrow();
    }

    @EachDatabase
    void values_go_through_the_converters_of_their_fields(TestDatabase db) {
        Field<Cents> price =
                DSL.field(DSL.name("sweet", "price"), SQLDataType.NUMERIC(10, 2).asConvertedDataType(Cents.CONVERTER));
        Applied applied = sweet().set(price, new Cents(199))
                .provided(price.lt(new Cents(151)))
                .returning(price)
                .apply()
                .orThrow();
        assertThat(JooqUpdates.value(applied, price)).isEqualTo(new Cents(199));
        assertThat(shop.dsl.fetchValue(DSL.select(SWEET.PRICE).from(SWEET))).isEqualByComparingTo("1.99");
        Field<Edition> edition =
                DSL.field(DSL.name("document", "version"), SQLDataType.BIGINT.asConvertedDataType(Edition.CONVERTER));
        UpdateResult saved = updates.update(DOC)
                .key(DOC.ID, 17)
                .version(edition, new Edition(4))
                .set(DOC.CONTENT, "x")
                .apply();
        assertThat(saved.orThrow().version()).isEqualTo(new Edition(5));
        UpdateResult late = updates.update(DOC)
                .key(DOC.ID, 17)
                .version(edition, new Edition(4))
                .set(DOC.CONTENT, "y")
                .apply();
        assertThatThrownBy(late::orThrow).hasMessageContaining("found Edition[number=5]");
    }

    @EachDatabase
    void the_context_has_to_write_the_sql_of_its_database(TestDatabase db) {
        SQLDialect other = db.kind() == ServerKind.H2 ? SQLDialect.POSTGRES : SQLDialect.H2;
        DSLContext wrong = shop.dsl.configuration().derive(other).dsl();
        assertThatThrownBy(() -> JooqUpdates.on(wrong))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("set the SQLDialect of its configuration");
        assertThatThrownBy(() -> JooqUpdates.on(null)).hasMessage("the DSLContext is null");
    }

    @EachDatabase
    void names_are_the_ones_that_jooq_writes(TestDatabase db) {
        Table<?> generated = DSL.table(DSL.name("dev", "sweet_v1"));
        Settings mapped = new Settings()
                .withRenderMapping(new RenderMapping()
                        .withSchemata(new MappedSchema()
                                .withInput("dev")
                                .withOutput(db.kind() == ServerKind.H2 ? "PUBLIC" : db.name())
                                .withTables(
                                        new MappedTable().withInput("sweet_v1").withOutput("sweet"))));
        JooqUpdates through = updates.in(shop.dsl.configuration().derive(mapped));
        Field<Integer> id = DSL.field(DSL.name("id"), SQLDataType.INTEGER);
        Field<Integer> stock = DSL.field(DSL.name("stock"), SQLDataType.INTEGER);
        Applied applied = through.update(generated)
                .key(id, 1)
                .set(stock, stock.minus(1))
                .provided(stock.ge(1))
                .returning(stock)
                .apply()
                .orThrow();
        assertThat(applied.values().number("stock")).isEqualTo(2);
        if (db.kind() != ServerKind.H2) {
            Settings unquoted = new Settings().withRenderQuotedNames(RenderQuotedNames.NEVER);
            JooqUpdates bare = updates.in(shop.dsl.configuration().derive(unquoted));
            bare.update(SWEET).key(SWEET.ID, 1).set(SWEET.STOCK, 9).apply().orThrow();
        }
    }

    @EachDatabase
    void the_schema_of_a_generated_table_decides_whose_keys_prove_something(TestDatabase db) {
        String schema = "other_" + db.name();
        shop.dsl.createSchema(DSL.name(schema)).execute();
        try {
            Field<Integer> id = DSL.field(DSL.name("id"), SQLDataType.INTEGER);
            shop.dsl.createTable(DSL.name(schema, "sweet")).columns(id).execute();
            for (int i = 0; i < 2; i++) {
                shop.dsl
                        .insertInto(DSL.table(DSL.name(schema, "sweet")), id)
                        .values(1)
                        .execute();
            }
            GeneratedSweet elsewhere = new GeneratedSweet(schema);
            assertThatThrownBy(
                            () -> updates.update(elsewhere).key(elsewhere.ID, 1).delete())
                    .isInstanceOf(KeyNotUniqueException.class)
                    .hasMessageContaining(schema + ".sweet");
            assertThat(shop.dsl.fetchCount(elsewhere)).isEqualTo(2);
        } finally {
            shop.dsl.dropTable(DSL.name(schema, "sweet")).execute();
            shop.dsl.dropSchema(DSL.name(schema)).execute();
        }
    }

    /** As the code generator writes it: the schema is not part of the name that is given to the constructor. */
    static final class GeneratedSweet extends TableImpl<Record> {
        private static final long serialVersionUID = 1;
        final TableField<Record, Integer> ID = createField(DSL.name("id"), SQLDataType.INTEGER);

        private final String schema;

        GeneratedSweet(String schema) {
            super(DSL.name("sweet"), null, (Table<Record>) null, null, DSL.comment(""));
            this.schema = schema;
        }

        @Override
        public Schema getSchema() {
            return DSL.schema(DSL.name(schema));
        }
    }

    @EachDatabase(ServerKind.MARIADB)
    void a_row_that_has_to_be_read_back_keeps_its_key(TestDatabase db) {
        refused(() -> sweet().set(SWEET.ID, 2).returning(SWEET.STOCK).apply(), "changes its own key column 'id'");
        sweet().set(SWEET.ID, 2).apply().orThrow();
    }

    record Cents(long amount) {
        static final Converter<BigDecimal, Cents> CONVERTER = Converter.ofNullable(
                BigDecimal.class,
                Cents.class,
                price -> new Cents(price.movePointRight(2).longValueExact()),
                cents -> BigDecimal.valueOf(cents.amount(), 2));
    }

    record Edition(long number) {
        static final Converter<Long, Edition> CONVERTER =
                Converter.ofNullable(Long.class, Edition.class, Edition::new, Edition::number);
    }
}
