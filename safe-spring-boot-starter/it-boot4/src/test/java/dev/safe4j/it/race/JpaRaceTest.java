package dev.safe4j.it.race;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.servers.LocalServers;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.test.interleavings.Exploration;
import dev.safe4j.test.interleavings.Interleavings;
import dev.safe4j.test.interleavings.Verdict;
import dev.safe4j.test.junit.RaceTest;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Id;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Version;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.transaction.annotation.Transactional;

/** Hibernate's statements are steps like any: a lost update, and the version that prevents it. */
@SpringBootTest(
        classes = JpaRaceTest.Application.class,
        properties = {"it.jpa=true", "spring.jpa.hibernate.ddl-auto=none", "spring.jpa.open-in-view=false"})
@Tag("slow")
class JpaRaceTest {

    private static final TestDatabase DATABASE = LocalServers.postgresql().newDatabase();

    @DynamicPropertySource
    static void dataSource(DynamicPropertyRegistry registry) {
        registry.add("spring.datasource.url", DATABASE::url);
        registry.add("spring.datasource.username", DATABASE::username);
        registry.add("spring.datasource.password", DATABASE::password);
    }

    @BeforeAll
    static void tables() {
        DATABASE.execute(
                "create table plain_wallet (id int primary key, balance int not null)",
                "create table versioned_wallet (id int primary key, balance int not null, version int not null)",
                "insert into plain_wallet values (1, 0)",
                "insert into versioned_wallet values (1, 0, 0)");
    }

    @AfterAll
    static void drop() {
        DATABASE.close();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @AutoConfigurationPackage
    @Import(Wallets.class)
    static class Application {}

    @Entity(name = "plain_wallet")
    static class PlainWallet {
        @Id
        int id;

        int balance;
    }

    @Entity(name = "versioned_wallet")
    static class VersionedWallet {
        @Id
        int id;

        int balance;

        @Version
        int version;
    }

    static class Wallets {
        @PersistenceContext
        private EntityManager entities;

        @Transactional
        public void addToPlain() {
            entities.find(PlainWallet.class, 1).balance += 10;
        }

        @Transactional
        public void addToVersioned() {
            entities.find(VersionedWallet.class, 1).balance += 10;
        }
    }

    @Autowired
    private Wallets wallets;

    private static int balance(String table) {
        return DATABASE.value(Integer.class, "select balance from " + table + " where id = 1");
    }

    @RaceTest
    void without_a_version_an_update_is_lost(Interleavings search) {
        Exploration found = search.restoring("plain_wallet")
                .actor("request 1", () -> wallets.addToPlain())
                .actor("request 2", () -> wallets.addToPlain())
                .afterwards("10 for each success", outcomes -> balance("plain_wallet") == 10 * outcomes.successes())
                .tryExplore();
        assertThat(found.verdict()).isEqualTo(Verdict.VIOLATED);
        assertThat(found.finding().switches()).isEqualTo(1);
    }

    @RaceTest
    void with_a_version_none_is(Interleavings search) {
        Exploration found = search.restoring("versioned_wallet")
                .actor("request 1", () -> wallets.addToVersioned())
                .actor("request 2", () -> wallets.addToVersioned())
                .allowing(OptimisticLockingFailureException.class)
                .afterwards("10 for each success", outcomes -> balance("versioned_wallet") == 10 * outcomes.successes())
                .afterwards("one at least succeeds", outcomes -> outcomes.successes() >= 1)
                .explore();
        assertThat(found.scope().isExhausted()).isTrue();
        assertThat(found.outcomes().toString()).contains("ObjectOptimisticLockingFailureException");
    }
}
