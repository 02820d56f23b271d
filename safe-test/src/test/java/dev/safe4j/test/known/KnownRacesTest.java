package dev.safe4j.test.known;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.servers.Callers;
import dev.safe4j.servers.Concurrently;
import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.test.interleavings.Exploration;
import dev.safe4j.test.interleavings.Isolation;
import dev.safe4j.test.interleavings.Verdict;
import dev.safe4j.test.schedule.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Tag;

/** What each case comes to on each database and isolation level, cell by cell; and that it comes to it again. */
@Tag("slow")
@Concurrently
class KnownRacesTest {

    /** Once in the test command, oftener in the soak tier. */
    private static final int REPLAYS = Callers.repetitions();

    @EachDatabase
    void the_matrix_is_as_the_guide_says_and_each_violating_order_the_same_every_time(TestDatabase db) {
        Matrix.Column column = new Matrix.Column();
        int replayed = 0;
        for (KnownRace race : Matrix.races()) {
            try (Scene scene = new Scene(db, race)) {
                for (Isolation level : Matrix.LEVELS) {
                    Exploration found = scene.search(level).tryExplore();
                    column.put(race, level, Matrix.cell(found));
                    if (found.verdict() == Verdict.VIOLATED) {
                        replay(scene, level, found);
                        replayed++;
                    }
                }
            }
        }
        System.out.println(db.kind() + ": " + replayed + " violating orders, " + REPLAYS + " identical replays each");
        column.assertEquals(db.kind());
        assertThat(replayed).isGreaterThanOrEqualTo(15);
    }

    private static void replay(Scene scene, Isolation level, Exploration found) {
        String token = Objects.requireNonNull(found.finding()).token().toString();
        for (int i = 0; i < REPLAYS; i++) {
            Exploration again = scene.search(level).tryReplay(token);
            assertThat(again.verdict()).as(() -> token + "\n" + again).isEqualTo(Verdict.VIOLATED);
            assertThat(trace(again)).isEqualTo(trace(found));
        }
    }

    private static List<String> trace(Exploration exploration) {
        List<String> trace = new ArrayList<>();
        for (Event event :
                Objects.requireNonNull(exploration.finding()).played().events()) {
            trace.add(event.actor() + " " + event.step().text() + " " + event.result() + " " + event.values() + " "
                    + (event.waited() == null ? "" : event.waited().text()) + " " + event.started() + "-"
                    + event.ended());
        }
        return trace;
    }
}
