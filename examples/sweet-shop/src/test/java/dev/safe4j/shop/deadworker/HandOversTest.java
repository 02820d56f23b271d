package dev.safe4j.shop.deadworker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.job.JobQueue;
import dev.safe4j.lease.LeaseLostException;
import dev.safe4j.servers.Await;
import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.shop.TestShop;
import dev.safe4j.shop.pages.Gate;
import dev.safe4j.shop.pages.Jobs;
import dev.safe4j.shop.pages.Recording;
import dev.safe4j.shop.pages.Visitor;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.springframework.jdbc.core.simple.JdbcClient;

@Tag("slow")
class HandOversTest {

    private static final String A = "instance A: UnsafeHandOvers.handOverNext";
    private static final String B = "instance B: UnsafeHandOvers.handOverNext";
    private static final Duration LEASE = Duration.ofMillis(300);

    private final Gate death = new Gate();
    private final List<String> taken = new CopyOnWriteArrayList<>();

    /** A dies at the door: the statements that would follow never come. */
    private void dies(String parcel) {
        death.pass();
    }

    @EachDatabase
    void unsafe_leaves_the_parcel_of_a_dead_instance_running_for_ever(TestDatabase db) {
        Recording recording = new Recording(A, B);
        try (TestShop shop = TestShop.on(db)) {
            JdbcClient jdbc = shop.get(JdbcClient.class);
            jdbc.sql("insert into parcel (id, state) values ('p1', 'READY')").update();
            Visitor a = Visitor.starts("A", () -> new UnsafeHandOvers(jdbc, this::dies).handOverNext());
            death.awaitArrival();
            recording.note(A, "select min(id) … where state = 'READY' → p1");
            recording.note(A, "update parcel set state = 'RUNNING' where id = 'p1' and state = 'READY' → 1 row");
            recording.note(A, "waits at the door, and is killed");
            assertThat(new UnsafeHandOvers(jdbc, taken::add).handOverNext()).isFalse();
            recording.note(B, "select min(id) … where state = 'READY' → nothing");
            assertThat(jdbc.sql("select state from parcel").query(String.class).single())
                    .isEqualTo("RUNNING");
            assertThat(taken).isEmpty();
            death.open();
            a.finish();
        }
        if (db.kind() == ServerKind.POSTGRESQL) {
            recording.assertOnPage("dead-worker", "p1 is RUNNING, and nobody is at it");
        }
    }

    @EachDatabase
    void safe_hands_it_over_when_the_claim_of_the_dead_has_ended(TestDatabase db) {
        try (TestShop shop = TestShop.on(db);
                JobQueue there = Jobs.of(shop)) {
            JobQueue died = Jobs.of(shop);
            there.enqueue("hand-over", "p1");
            Visitor a = Visitor.starts("A", () -> new SafeHandOvers(died, LEASE, this::dies).handOverNext());
            death.awaitArrival();
            died.close(); // nobody renews its claim any more
            HandOvers b = new SafeHandOvers(there, LEASE, taken::add);
            assertThat(b.handOverNext()).as("while the claim lasts").isFalse();
            Await.until(Visitor.BOUND, "B hands the parcel over", b::handOverNext);
            assertThat(taken).containsExactly("p1");
            death.open();
            assertThat(a.failure()).as("A, if it was only slow").isInstanceOf(LeaseLostException.class);
            assertThat(there.counts()).isEmpty();
        }
    }
}
