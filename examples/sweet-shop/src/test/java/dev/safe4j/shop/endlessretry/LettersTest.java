package dev.safe4j.shop.endlessretry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.job.JobQueue;
import dev.safe4j.job.StoredJob;
import dev.safe4j.servers.Await;
import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.shop.TestShop;
import dev.safe4j.shop.pages.Jobs;
import dev.safe4j.shop.pages.Recording;
import dev.safe4j.shop.pages.Visitor;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

class LettersTest {

    private static final String WORKER = "worker: UnsafeLetters.sendNext, again and again";
    private static final String NOWHERE = "1 Nowhere";
    private static final String STREET = "2 High Street";
    private static final int LOOKS = 20;

    private final List<String> tried = new ArrayList<>();

    private void send(String address) {
        tried.add(address);
        if (address.equals(NOWHERE)) {
            throw new IllegalArgumentException("there is no such address as " + address);
        }
    }

    @EachDatabase
    void unsafe_is_busy_with_one_letter_for_ever(TestDatabase db) {
        Recording recording = new Recording(WORKER);
        try (TestShop shop = TestShop.on(db)) {
            JdbcClient jdbc = shop.get(JdbcClient.class);
            List.of(NOWHERE, STREET)
                    .forEach(address -> jdbc.sql("insert into letter (address, state) values (?, 'READY')")
                            .param(address)
                            .update());
            Letters letters = new UnsafeLetters(jdbc, this::send);
            for (int i = 0; i < LOOKS; i++) {
                assertThat(letters.sendNext()).isTrue();
            }
            assertThat(tried).hasSize(LOOKS).containsOnly(NOWHERE);
            recording.note(WORKER, "select min(address) … where state = 'READY' → 1 Nowhere");
            recording.note(WORKER, "the post refuses it");
            recording.note(WORKER, "select min(address) … where state = 'READY' → 1 Nowhere");
            recording.note(WORKER, "the post refuses it");
        }
        if (db.kind() == ServerKind.POSTGRESQL) {
            recording.assertOnPage(
                    "endless-retry", "after 20 looks: 20 attempts for 1 Nowhere, none for 2 High Street");
        }
    }

    @EachDatabase
    void safe_sends_the_others_and_keeps_the_one_with_its_error(TestDatabase db) {
        try (TestShop shop = TestShop.on(db);
                JobQueue jobs = Jobs.of(shop)) {
            jobs.enqueueAll("letter", List.of(NOWHERE, STREET));
            Letters letters = new SafeLetters(jobs, this::send);
            assertThat(letters.sendNext()).isTrue();
            assertThat(letters.sendNext()).isTrue();
            assertThat(tried).containsExactly(NOWHERE, STREET);
            Await.until(Visitor.BOUND, "the letter is dead", () -> {
                letters.sendNext();
                return !jobs.deadLetters(0, 10).isEmpty();
            });
            assertThat(tried).containsExactly(NOWHERE, STREET, NOWHERE, NOWHERE);
            StoredJob dead = jobs.deadLetters(0, 10).get(0);
            assertThat(dead.attempt()).isEqualTo(3);
            assertThat(dead.saved().history()).contains("there is no such address as " + NOWHERE);
            assertThat(letters.sendNext()).isFalse();
        }
    }
}
