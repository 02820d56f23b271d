package dev.safe4j.jdbc.jooq;

import static org.jooq.impl.DSL.constraint;
import static org.jooq.impl.DSL.name;

import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.jooq.Configuration;
import org.jooq.DSLContext;
import org.jooq.ExecuteListener;
import org.jooq.Name;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jooq.impl.DataSourceConnectionProvider;
import org.jooq.impl.DefaultConfiguration;
import org.jooq.impl.DefaultExecuteListenerProvider;
import org.jooq.impl.SQLDataType;
import org.jooq.impl.TableImpl;
import org.jspecify.annotations.Nullable;

/** Tables as the code generator would write them, made in a test's database, and a context that keeps what it sends. */
final class SweetShop {

    static final Sweet SWEET = new Sweet();
    static final Document DOC = new Document();
    static final Seat SEAT = new Seat();
    static final Customer CUSTOMER = new Customer();
    static final Loose LOOSE = new Loose();

    final List<String> sent = new CopyOnWriteArrayList<>();
    final DSLContext dsl;

    SweetShop(TestDatabase db) {
        this(db, db.dataSource());
    }

    SweetShop(TestDatabase db, DataSource dataSource) {
        Configuration configuration = new DefaultConfiguration()
                .set(new DataSourceConnectionProvider(dataSource))
                .set(dialect(db.kind()))
                .set(new DefaultExecuteListenerProvider(
                        ExecuteListener.onExecuteStart(context -> sent.add(context.sql()))));
        dsl = configuration.dsl();
    }

    static SQLDialect dialect(ServerKind kind) {
        return switch (kind) {
            case POSTGRESQL -> SQLDialect.POSTGRES;
            case MARIADB -> SQLDialect.MARIADB;
            default -> SQLDialect.H2;
        };
    }

    /** Makes the tables, with a sweet (stock 3), a document (version 4), two seats and two rows without a key. */
    static SweetShop open(TestDatabase db) {
        SweetShop shop = new SweetShop(db);
        shop.createTables();
        DSLContext dsl = shop.dsl;
        dsl.insertInto(SWEET, SWEET.ID, SWEET.NAME, SWEET.STOCK, SWEET.PRICE)
                .values(1, "toffee", 3, new BigDecimal("1.50"))
                .execute();
        dsl.insertInto(DOC, DOC.ID, DOC.VERSION, DOC.CHANGED, DOC.CONTENT)
                .values(17, 4L, LocalDateTime.of(2026, 1, 2, 3, 4, 5, 6_000), "first")
                .execute();
        for (int number = 1; number <= 2; number++) {
            dsl.insertInto(SEAT, SEAT.SHOW, SEAT.NUMBER, SEAT.OWNER)
                    .values(8, number, null)
                    .execute();
            dsl.insertInto(LOOSE, LOOSE.KIND, LOOSE.AMOUNT).values("gum", 10).execute();
        }
        shop.sent.clear();
        return shop;
    }

    private void createTables() {
        dsl.createTable(SWEET)
                .columns(SWEET.fields())
                .constraints(
                        constraint(name("pk_sweet")).primaryKey(SWEET.ID),
                        constraint(name("stock_not_negative")).check(SWEET.STOCK.ge(0)))
                .execute();
        dsl.createTable(DOC)
                .columns(DOC.fields())
                .constraints(constraint(name("pk_doc")).primaryKey(DOC.ID))
                .execute();
        dsl.createTable(SEAT)
                .columns(SEAT.fields())
                .constraints(constraint(name("pk_seat")).primaryKey(SEAT.SHOW, SEAT.NUMBER))
                .execute();
        dsl.createTable(CUSTOMER)
                .columns(CUSTOMER.fields())
                .constraints(
                        constraint(name("pk_customer")).primaryKey(CUSTOMER.ID),
                        constraint(name("uk_customer_mail")).unique(CUSTOMER.MAIL))
                .execute();
        dsl.createTable(LOOSE).columns(LOOSE.fields()).execute();
    }

    int stock() {
        return number(SWEET.STOCK);
    }

    String content() {
        return DSL.using(dsl.configuration()).fetchValue(DSL.select(DOC.CONTENT).from(DOC));
    }

    List<Integer> looseAmounts() {
        return dsl.select(LOOSE.AMOUNT).from(LOOSE).fetch(LOOSE.AMOUNT);
    }

    private int number(TableField<Record, Integer> field) {
        @Nullable Integer value = dsl.fetchValue(DSL.select(field).from(field.getTable()));
        return value == null ? -1 : value;
    }

    static final class Sweet extends TableImpl<Record> {
        private static final long serialVersionUID = 1;
        final TableField<Record, Integer> ID = createField(name("id"), SQLDataType.INTEGER.nullable(false));
        final TableField<Record, String> NAME =
                createField(name("name"), SQLDataType.VARCHAR(20).nullable(false));
        final TableField<Record, Integer> STOCK = createField(name("stock"), SQLDataType.INTEGER.nullable(false));
        final TableField<Record, BigDecimal> PRICE = createField(name("price"), SQLDataType.NUMERIC(10, 2));

        Sweet() {
            super(name("sweet"));
        }

        private Sweet(Name alias, Table<Record> aliased) {
            super(alias, null, aliased, null, DSL.comment(""));
        }

        @Override
        public Sweet as(Name alias) {
            return new Sweet(alias, this);
        }

        @Override
        public Sweet as(String alias) {
            return as(name(alias));
        }
    }

    static final class Document extends TableImpl<Record> {
        private static final long serialVersionUID = 1;
        final TableField<Record, Integer> ID = createField(name("id"), SQLDataType.INTEGER.nullable(false));
        final TableField<Record, Long> VERSION = createField(name("version"), SQLDataType.BIGINT.nullable(false));
        final TableField<Record, LocalDateTime> CHANGED = createField(name("changed"), SQLDataType.LOCALDATETIME(6));
        final TableField<Record, String> CONTENT = createField(name("content"), SQLDataType.VARCHAR(100));

        Document() {
            super(name("document"));
        }
    }

    static final class Seat extends TableImpl<Record> {
        private static final long serialVersionUID = 1;
        final TableField<Record, Integer> SHOW = createField(name("show_id"), SQLDataType.INTEGER.nullable(false));
        final TableField<Record, Integer> NUMBER = createField(name("number"), SQLDataType.INTEGER.nullable(false));
        final TableField<Record, String> OWNER = createField(name("owner"), SQLDataType.VARCHAR(40));

        Seat() {
            super(name("seat"));
        }
    }

    static final class Customer extends TableImpl<Record> {
        private static final long serialVersionUID = 1;
        final TableField<Record, Integer> ID = createField(name("id"), SQLDataType.INTEGER.nullable(false));
        final TableField<Record, String> MAIL =
                createField(name("mail"), SQLDataType.VARCHAR(100).nullable(false));

        Customer() {
            super(name("customer"));
        }
    }

    /** Without any key. */
    static final class Loose extends TableImpl<Record> {
        private static final long serialVersionUID = 1;
        final TableField<Record, String> KIND =
                createField(name("kind"), SQLDataType.VARCHAR(20).nullable(false));
        final TableField<Record, Integer> AMOUNT = createField(name("amount"), SQLDataType.INTEGER);

        Loose() {
            super(name("loose"));
        }
    }
}
