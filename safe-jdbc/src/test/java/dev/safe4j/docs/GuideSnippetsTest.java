package dev.safe4j.docs;

import static dev.safe4j.update.Row.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.jdbc.Database;
import dev.safe4j.jdbc.rowlock.RowLocks;
import dev.safe4j.jdbc.transaction.AfterCommit;
import dev.safe4j.jdbc.transaction.Transactions;
import dev.safe4j.jdbc.update.RowUpdate;
import dev.safe4j.jdbc.update.Updates;
import dev.safe4j.jdbc.update.Versioned;
import dev.safe4j.retry.RetryPolicy;
import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.update.InsertResult;
import dev.safe4j.update.Row;
import dev.safe4j.update.StaleVersionException;
import dev.safe4j.update.UpdateResult;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;

/** The code blocks of README.md and docs/guide, compiled and run. DocumentationTest holds the two together. */
class GuideSnippetsTest {

    static final class InsufficientFunds extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    record Document(long id, long version, String title) {
        Document withTitle(String newTitle) {
            return new Document(id, version, newTitle);
        }
    }

    private final BigDecimal price = new BigDecimal("2.50");
    private Updates updates;
    private Transactions transactions;
    private RowLocks rowLocks;

    @BeforeEach
    void tables(TestDatabase db) {
        db.execute(
                "create table account (id int primary key, balance decimal(10,2) not null)",
                "create table sweet (id int primary key, stock int not null)",
                "create table document (id int primary key, version int not null, title varchar(100) not null)",
                "create table customer (name varchar(40) primary key, mail varchar(80) not null)",
                "create table visits (page varchar(40) primary key, n bigint not null)",
                "create table show_of (id int primary key, seats int not null)",
                "create table booking (show_id int not null, customer varchar(40) not null)",
                "insert into account values (1, 10.00), (2, 0.00)",
                "insert into sweet values (7, 2), (8, 5)",
                "insert into document values (17, 4, 'Draft')",
                "insert into show_of values (1, 2)");
        DataSource dataSource = db.dataSource();
        Database database = Database.of(dataSource);
        updates = Updates.on(database);
        transactions = Transactions.on(database);
        rowLocks = RowLocks.on(database);
    }

    @EachDatabase
    void readme(TestDatabase db) {
        int buyer = 1;
        int sweet = 7;
        updates.table("account")
                .key("id", buyer)
                .subtract("balance", price)
                .provided("balance >= ?", price)
                .apply()
                .orThrow(() -> new InsufficientFunds());

        UpdateResult result = updates.table("sweet")
                .key("id", sweet)
                .subtract("stock", 1)
                .provided("stock >= 1")
                .returning("stock")
                .apply();
        String answer;
        if (result instanceof UpdateResult.Applied applied) {
            answer = applied.values().number("stock") + " left";
        } else if (result instanceof UpdateResult.Refused) {
            answer = "sold out";
        } else {
            answer = "no such sweet";
        }
        assertThat(answer).isEqualTo("1 left");
        assertThat(db.value(BigDecimal.class, "select balance from account where id = 1"))
                .isEqualByComparingTo("7.50");
    }

    @EachDatabase
    void readme_refused(TestDatabase db) {
        assertThatThrownBy(() -> updates.table("account")
                        .key("id", 2)
                        .subtract("balance", price)
                        .provided("balance >= ?", price)
                        .apply()
                        .orThrow(() -> new InsufficientFunds()))
                .isInstanceOf(InsufficientFunds.class);
        assertThat(db.value(BigDecimal.class, "select sum(balance) from account"))
                .isEqualByComparingTo("10.00");
    }

    @EachDatabase
    void batch(TestDatabase db) {
        List<RowUpdate> lines = List.of(
                updates.table("sweet").key("id", 8).subtract("stock", 2).provided("stock >= ?", 2),
                updates.table("sweet").key("id", 7).subtract("stock", 3).provided("stock >= ?", 3));
        List<UpdateResult> outcomes = updates.applyAll(lines);
        assertThat(outcomes).extracting(UpdateResult::isApplied).containsExactly(true, false);
    }

    @EachDatabase
    void versioned(TestDatabase db) {
        Versioned<Document> documents = new Versioned<>(
                updates,
                transactions,
                "document",
                new Versioned.KeyAndVersion("id", "version"),
                new Versioned.Mapping<>(
                        List.of("title"),
                        row -> new Document(row.number("id"), row.number("version"), row.text("title")),
                        document -> row("title", document.title())));
        Document saved = documents.change(17, attempt -> attempt.value().withTitle("Final"));
        assertThat(saved).isEqualTo(new Document(17, 5, "Final"));

        long versionThatWasRead = 4;
        assertThatThrownBy(() -> {
                    updates.table("document")
                            .key("id", 17)
                            .version("version", versionThatWasRead)
                            .set("title", "Late")
                            .apply()
                            .orThrow();
                })
                .isInstanceOf(StaleVersionException.class);
    }

    @EachDatabase
    void inserts(TestDatabase db) {
        InsertResult inserted = updates.table("customer").insertIfAbsent(row("name", "ann", "mail", "ann@example.org"));
        assertThat(inserted.isInserted()).isTrue();

        updates.table("visits")
                .upsert(row("page", "home", "n", 1))
                .onKey("page")
                .orAdd("n", 1)
                .apply();
        assertThat(db.value(Long.class, "select n from visits")).isEqualTo(1);

        UpdateResult booked = updates.table("booking")
                .insert(row("show_id", 1, "customer", "ann"))
                .guardedBy("show_of", "id", 1)
                .provided(
                        "(select count(*) from booking where show_id = ?) < (select seats from show_of where id = ?)",
                        1,
                        1)
                .apply();
        assertThat(booked.isApplied()).isTrue();
    }

    @EachDatabase
    void rowLocks(TestDatabase db) {
        int from = 1;
        int to = 2;
        transactions.runWithoutResult(attempt -> {
            List<Row> accounts = rowLocks.table("account")
                    .keys("id", List.of(from, to))
                    .columns("balance")
                    .within(Duration.ofSeconds(2))
                    .forUpdate();
            assertThat(accounts).hasSize(2);
        });
    }

    @EachDatabase
    void transfer(TestDatabase db) {
        int from = 1;
        int to = 2;
        transactions.runWithoutResult(attempt -> {
            rowLocks.table("account").keys("id", List.of(from, to)).forUpdate();
            updates.table("account")
                    .key("id", from)
                    .subtract("balance", price)
                    .provided("balance >= ?", price)
                    .apply()
                    .orThrow(() -> new InsufficientFunds());
            updates.table("account").key("id", to).add("balance", price).apply().orThrow();
        });
        assertThat(db.value(BigDecimal.class, "select balance from account where id = 2"))
                .isEqualByComparingTo("2.50");
    }

    @EachDatabase({ServerKind.POSTGRESQL, ServerKind.MARIADB})
    void serializable(TestDatabase db) {
        AfterCommit afterCommit = new AfterCommit();
        List<String> sent = new ArrayList<>();
        long free = transactions
                .serializable()
                .retry(RetryPolicy.defaults().attempts(10))
                .run(attempt -> {
                    long booked = db.value(Long.class, "select count(*) from booking");
                    afterCommit.run("confirmation", () -> sent.add("confirmed"));
                    return 2 - booked;
                });
        assertThat(free).isEqualTo(2);
        assertThat(sent).containsExactly("confirmed");
    }
}
