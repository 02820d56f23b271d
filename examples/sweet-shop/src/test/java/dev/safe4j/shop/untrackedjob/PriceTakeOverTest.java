package dev.safe4j.shop.untrackedjob;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.job.JobQueue;
import dev.safe4j.servers.Await;
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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class PriceTakeOverTest {

    private static final String A = "instance A: UnsafePriceTakeOver";
    private static final String B = "instance B: UnsafePriceTakeOver";
    private static final int LINES = 5;
    private static final int LAST = 3;

    private final Gate death = new Gate();
    private final List<Integer> taken = new CopyOnWriteArrayList<>();

    /** Of an instance that dies in the line after the third one, or of one that does not. */
    private PriceTakeOver.Lines lines(boolean dies) {
        return new PriceTakeOver.Lines() {
            @Override
            public int number(String list) {
                return LINES;
            }

            @Override
            public void take(String list, int line) {
                if (dies && line == LAST) {
                    death.pass();
                    throw new IllegalStateException("dead since a while");
                }
                taken.add(line);
            }
        };
    }

    @Test
    void unsafe_is_forgotten_with_the_instance_that_began_it() {
        Recording recording = new Recording(A, B);
        try (PriceTakeOver died = new UnsafePriceTakeOver(lines(true))) {
            died.begin("spring");
            death.awaitArrival();
            recording.note(A, "begin(spring); lines 0, 1 and 2 are taken over");
            recording.note(A, "is killed");
            try (PriceTakeOver next = new UnsafePriceTakeOver(lines(false))) {
                recording.note(B, "starts, and knows of nothing");
                assertThat(taken).containsExactly(0, 1, 2);
                next.begin("spring");
                Await.until(Visitor.BOUND, "B has taken the list over", () -> taken.size() == LAST + LINES);
                recording.note(B, "somebody notices, and calls begin(spring): lines 0 to 4 are taken over");
            }
            death.open();
        }
        assertThat(taken).containsExactly(0, 1, 2, 0, 1, 2, 3, 4);
        recording.assertOnPage(
                "untracked-job", "lines 0, 1 and 2 twice, and prices of two seasons until somebody noticed");
    }

    @EachDatabase({ServerKind.POSTGRESQL, ServerKind.MARIADB})
    void safe_is_gone_on_with_by_another_instance_where_it_was(TestDatabase db) {
        try (TestShop shop = TestShop.on(db)) {
            JobQueue died = Jobs.of(shop);
            PriceTakeOver a = new SafePriceTakeOver(died, lines(true));
            a.begin("spring");
            death.awaitArrival();
            died.close(); // nobody renews its claim any more
            try (JobQueue there = Jobs.of(shop);
                    PriceTakeOver b = new SafePriceTakeOver(there, lines(false))) {
                b.begin("spring"); // which is under way
                Await.until(Visitor.BOUND, "B has gone on with the list", () -> taken.size() == LINES);
                assertThat(taken).containsExactly(0, 1, 2, 3, 4);
                Await.until(
                        Visitor.BOUND, "the job is done", () -> there.counts().isEmpty());
            }
            death.open();
            a.close();
        }
    }
}
