package dev.safe4j.it.race;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.servers.LocalServers;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.test.interleavings.Exploration;
import dev.safe4j.test.interleavings.Interleavings;
import dev.safe4j.test.interleavings.Verdict;
import dev.safe4j.test.junit.RaceTest;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** A pool that two requests with two connections each can empty. */
@SpringBootTest(classes = Bank.Application.class, properties = "spring.datasource.hikari.maximum-pool-size=2")
@Tag("slow")
class SmallPoolTest {

    private static final TestDatabase DATABASE = LocalServers.postgresql().newDatabase();

    @DynamicPropertySource
    static void dataSource(DynamicPropertyRegistry registry) {
        registry.add("spring.datasource.url", DATABASE::url);
        registry.add("spring.datasource.username", DATABASE::username);
        registry.add("spring.datasource.password", DATABASE::password);
    }

    @BeforeAll
    static void tables() {
        DATABASE.execute(Bank.TABLES);
    }

    @AfterAll
    static void drop() {
        DATABASE.close();
    }

    @Autowired
    private Bank.Notes notes;

    @Autowired
    private Bank.Accounts accounts;

    @RaceTest
    void its_starvation_is_told_by_its_name_and_not_after_the_pools_timeout(Interleavings search) {
        Exploration found = search.restoring("account", "note")
                .actor("request 1", () -> accounts.noteAfterReading("one"))
                .actor("request 2", () -> accounts.noteAfterReading("two"))
                .tryExplore();
        assertThat(found.verdict()).isEqualTo(Verdict.VIOLATED);
        assertThat(found.finding().what()).startsWith("pool starvation");
        assertThat(found.scope().time()).isLessThan(Duration.ofSeconds(15));
    }

    @RaceTest
    void a_pool_smaller_than_the_actors_is_noted(Interleavings search) {
        Exploration found = search.restoring("account", "note")
                .actor("request 1", () -> notes.ownTransaction("one"))
                .actor("request 2", () -> notes.ownTransaction("two"))
                .actor("request 3", () -> notes.ownTransaction("three"))
                .always("all are noted", () -> true)
                .explore();
        assertThat(found.notes())
                .anyMatch(note -> note.contains("a pool of 2 connections is smaller than the 3 actors"));
    }
}
