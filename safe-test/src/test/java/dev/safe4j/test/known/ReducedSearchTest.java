package dev.safe4j.test.known;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.test.interleavings.Isolation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Isolated;

/** Each known race, searched twice as a whole and once reduced; {@code CrossCheckTest} has a small one. */
@Tag("soak")
@Isolated("MariaDB counts the waits for rows of the whole server, which others would take for their own")
class ReducedSearchTest {

    @EachDatabase
    void the_reduced_search_finds_every_end_that_the_whole_one_finds(TestDatabase db) {
        int all = 0;
        int run = 0;
        for (KnownRace race : Matrix.races()) {
            try (Scene scene = new Scene(db, race)) {
                for (Isolation level : Matrix.LEVELS) {
                    all += scene.search(level).crossCheck().scope().orders();
                    run += scene.search(level)
                            .bounds(bounds -> bounds.reduced(true))
                            .tryExplore()
                            .scope()
                            .orders();
                }
            }
        }
        System.out.println(db.kind() + ": " + all + " orders, reduced " + run);
        assertThat(run).isLessThan(all);
    }
}
