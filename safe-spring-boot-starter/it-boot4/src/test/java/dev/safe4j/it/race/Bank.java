package dev.safe4j.it.race;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** An application as anybody would write it. */
final class Bank {

    static final String[] TABLES = {
        "create table account (id int primary key, balance int not null)",
        "create table note (id int generated always as identity primary key, text varchar(20) not null unique)",
        "insert into account values (1, 100), (2, 100)"
    };

    private Bank() {}

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import({Accounts.class, Notes.class, Desk.class})
    static class Application {}

    @Service
    static class Accounts {
        private final JdbcTemplate jdbc;
        private final DSLContext jooq;
        private final Notes notes;

        Accounts(JdbcTemplate jdbc, DSLContext jooq, Notes notes) {
            this.jdbc = jdbc;
            this.jooq = jooq;
            this.notes = notes;
        }

        int balance() {
            return jdbc.queryForObject("select balance from account where id = 1", Integer.class);
        }

        @Transactional
        public boolean checkThenAct(int amount) {
            if (balance() < amount) {
                return false;
            }
            jdbc.update("update account set balance = balance - ? where id = 1", amount);
            return true;
        }

        @Transactional
        public boolean inOneStatement(int amount) {
            return jdbc.update("update account set balance = balance - ? where id = 1 and balance >= ?", amount, amount)
                    == 1;
        }

        @Transactional
        public boolean withJooq(int amount) {
            var account = DSL.table(DSL.name("account"));
            var balance = DSL.field(DSL.name("account", "balance"), Integer.class);
            var id = DSL.field(DSL.name("account", "id"), Integer.class);
            int before = jooq.select(balance).from(account).where(id.eq(1)).fetchSingle(balance);
            return before >= amount
                    && jooq.update(account)
                                    .set(DSL.field(DSL.name("balance"), Integer.class), before - amount)
                                    .where(id.eq(1))
                                    .execute()
                            == 1;
        }

        @Transactional
        public void withANoteOfItsOwn(String text) {
            jdbc.update("update account set balance = balance - 1 where id = 1");
            notes.ownTransaction(text);
        }

        @Transactional
        public void noteAfterReading(String text) {
            balance();
            notes.ownTransaction(text);
        }

        @Transactional
        public void waitsForItself() {
            jdbc.update("update account set balance = balance - 1 where id = 1");
            notes.chargesInItsOwnTransaction();
        }

        @Transactional
        public void survivesAPart(String text) {
            jdbc.update("update account set balance = balance - 1 where id = 1");
            try {
                notes.nested(text);
            } catch (DataIntegrityViolationException taken) {
                jdbc.update("update account set balance = balance + 1 where id = 1");
            }
        }

        @Transactional
        public void onAnotherThread(Executor executor) {
            jdbc.update("update account set balance = balance - 1 where id = 1");
            CompletableFuture.runAsync(() -> notes.ownTransaction("from afar"), executor)
                    .join();
        }
    }

    @Service
    static class Notes {
        private final JdbcTemplate jdbc;

        Notes(JdbcTemplate jdbc) {
            this.jdbc = jdbc;
        }

        @Transactional(propagation = Propagation.REQUIRES_NEW)
        public void ownTransaction(String text) {
            jdbc.update("insert into note (text) values (?)", text);
        }

        @Transactional(propagation = Propagation.REQUIRES_NEW)
        public void chargesInItsOwnTransaction() {
            jdbc.update("update account set balance = balance - 1 where id = 1");
        }

        @Transactional(propagation = Propagation.NESTED)
        public void nested(String text) {
            jdbc.update("insert into note (text) values (?)", text);
        }
    }

    @RestController
    static class Desk {
        private final Accounts accounts;

        Desk(Accounts accounts) {
            this.accounts = accounts;
        }

        @PostMapping("/withdraw")
        boolean withdraw() {
            return accounts.checkThenAct(80);
        }
    }
}
