package dev.safe4j.shop.doubleclaim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.job.JobQueue;
import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.shop.TestShop;
import dev.safe4j.shop.pages.Gate;
import dev.safe4j.shop.pages.Jobs;
import dev.safe4j.shop.pages.Recording;
import dev.safe4j.shop.pages.Visitor;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.jdbc.core.simple.JdbcClient;

class ParcelLabelsTest {

    private static final String A = "worker A: UnsafeParcelLabels.printAll";
    private static final String B = "worker B: UnsafeParcelLabels.printAll";

    private final Gate slow = new Gate();
    private final List<String> labels = new CopyOnWriteArrayList<>();

    /** The first label takes its time. */
    private void print(String parcel) {
        labels.add(parcel);
        if (parcel.equals("p1")) {
            slow.pass();
        }
    }

    @EachDatabase
    void unsafe_prints_a_label_twice(TestDatabase db) {
        Recording recording = new Recording(A, B);
        try (TestShop shop = TestShop.on(db)) {
            JdbcClient jdbc = shop.get(JdbcClient.class);
            List.of("p1", "p2")
                    .forEach(parcel -> jdbc.sql("insert into parcel (id, state) values (?, 'READY')")
                            .param(parcel)
                            .update());
            ParcelLabels parcels = new UnsafeParcelLabels(jdbc, this::print);
            Visitor a = Visitor.starts("A", parcels::printAll);
            slow.awaitArrival();
            recording.note(A, "select … where state = 'READY' → p1, p2");
            recording.note(A, "update parcel set state = 'RUNNING' where id = 'p1'; prints p1");
            assertThat(parcels.printAll()).isEqualTo(1);
            recording.note(B, "select … where state = 'READY' → p2");
            recording.note(B, "prints p2, sets it to 'DONE'");
            slow.open();
            a.finish();
            recording.note(A, "update parcel set state = 'RUNNING' where id = 'p2'; prints p2");
            assertThat(labels).containsExactly("p1", "p2", "p2");
        }
        if (db.kind() == ServerKind.POSTGRESQL) {
            recording.assertOnPage("double-claim", "2 parcels, 3 labels");
        }
    }

    @EachDatabase
    void safe_prints_each_label_once(TestDatabase db) {
        try (TestShop shop = TestShop.on(db);
                JobQueue here = Jobs.of(shop);
                JobQueue there = Jobs.of(shop)) {
            here.enqueueAll("label", List.of("p1", "p2"));
            Visitor a = Visitor.starts("A", () -> new SafeParcelLabels(here, this::print).printAll());
            slow.awaitArrival();
            assertThat(new SafeParcelLabels(there, this::print).printAll()).isEqualTo(1);
            slow.open();
            a.finish();
            assertThat(labels).containsExactly("p1", "p2");
            assertThat(here.counts()).isEmpty();
        }
    }
}
