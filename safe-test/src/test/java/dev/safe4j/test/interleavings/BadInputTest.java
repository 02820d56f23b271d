package dev.safe4j.test.interleavings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** What a search refuses, and how it says that it can say nothing. */
class BadInputTest {

    private final RaceProbe probe = new RaceProbe();

    private Interleavings search() {
        return Interleavings.on(probe);
    }

    @Test
    void what_makes_no_sense_is_refused_before_anything_runs() {
        assertThatThrownBy(() -> search().explore()).hasMessageContaining("a search needs actors");
        assertThatThrownBy(() -> search().actor(" ", () -> 1)).hasMessageContaining("must not be blank");
        assertThatThrownBy(() -> search().actor("a", () -> 1).actor("a", () -> 1))
                .hasMessage("there is an actor 'a' already");
        assertThatThrownBy(() -> search().losingConnectionsOf("a")).hasMessage("there is no actor 'a'");
        assertThatThrownBy(() -> Bounds.defaults().schedules(0)).hasMessage("schedules must be 1 or more, is 0");
        assertThatThrownBy(() -> Bounds.defaults().within(Duration.ZERO))
                .hasMessage("within must be positive, is PT0S");
        assertThatThrownBy(() -> Bounds.defaults().preemptions(-2)).hasMessageContaining("preemptions");
        assertThatThrownBy(() -> search().given(null)).isInstanceOf(NullPointerException.class);
    }

    @Test
    void a_token_of_another_kind_is_refused() {
        Interleavings search = search().actor("a", () -> 1);
        assertThatThrownBy(() -> search.replay("nonsense")).hasMessageContaining("is no schedule token");
        assertThatThrownBy(() -> search.replay("9:h2-2:read_committed:0")).hasMessageContaining("is of version 9");
        assertThatThrownBy(() -> search.replay("1:h2-2:often:0")).hasMessageContaining("is no schedule token");
        assertThatThrownBy(() -> search.replay("1:h2-2:read_committed:0,x"))
                .hasMessageContaining("is no schedule token");
        String token = "1:h2-2:read_committed:0,1!,0?";
        assertThat(ScheduleToken.parse(token)).hasToString(token);
        assertThat(ScheduleToken.parse(token + ":whole")).hasToString(token + ":whole");
    }

    /** With a database. */
    @org.junit.jupiter.api.Nested
    class OnAServer {

        private final RaceProbe probe = new RaceProbe();
        private JdbcTemplate jdbc;

        @BeforeEach
        void table(TestDatabase db) {
            jdbc = new JdbcTemplate(probe.wrap(db.newPool(2)));
            db.execute("create table item (id int primary key)");
        }

        private Interleavings search() {
            return Interleavings.on(probe).always("true", () -> true);
        }

        @EachDatabase(ServerKind.H2)
        void a_token_of_another_database_or_level_is_refused(TestDatabase db) {
            Interleavings search = search().actor("a", () -> jdbc.queryForList("select 1"));
            assertThatThrownBy(() -> search.replay("1:mariadb-11.4:read_committed:0"))
                    .hasMessageContaining("is of another database: mariadb; this is h2");
            assertThatThrownBy(() -> search().isolation(Isolation.SERIALIZABLE)
                            .actor("a", () -> 1)
                            .replay("1:h2-2:read_committed:0"))
                    .hasMessageContaining("is of another isolation level: read committed; this is serializable");
            assertThat(search().actor("a", () -> jdbc.queryForList("select 1"))
                            .tryReplay("1:h2-1:read_committed:0")
                            .notes())
                    .anyMatch(note -> note.contains("was found on h2-1"));
        }

        @EachDatabase(ServerKind.H2)
        void a_small_pool_and_an_idle_actor_are_said(TestDatabase db) {
            Exploration found = search().actor("a", () -> jdbc.queryForList("select 1"))
                    .actor("b", () -> 1)
                    .actor("c", () -> jdbc.queryForList("select 1"))
                    .tryExplore();
            assertThat(found.notes())
                    .anyMatch(note -> note.contains("a pool of 2 connections is smaller than the 3 actors"))
                    .anyMatch(note -> note.startsWith("b took no step"));
        }

        @EachDatabase(ServerKind.H2)
        void actors_of_which_none_takes_a_step_are_inconclusive(TestDatabase db) {
            JdbcTemplate notWrapped = new JdbcTemplate(db.dataSource());
            Exploration found = search().actor("a", () -> notWrapped.queryForList("select 1"))
                    .actor("b", () -> notWrapped.queryForList("select 1"))
                    .tryExplore();
            assertThat(found.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
            assertThat(found.toString()).contains("no actor took a step, so there was nothing to put in order");
        }

        @EachDatabase(ServerKind.H2)
        void an_order_that_is_longer_than_its_actors_is_not_reproduced(TestDatabase db) {
            Exploration found = search().actor("a", () -> jdbc.queryForList("select 1"))
                    .actor("b", () -> jdbc.queryForList("select 1"))
                    .tryReplay("1:h2-2:read_committed:0,1,0,1");
            assertThat(found.verdict()).isEqualTo(Verdict.NOT_REPRODUCED);
            assertThat(found.toString()).contains("the actors ended after 2 of 4 moves");
        }

        @EachDatabase(ServerKind.H2)
        void a_reset_or_an_invariant_that_fails_is_an_error_of_the_harness(TestDatabase db) {
            Exploration reset = search().given(() -> jdbc.update("delete from nowhere"))
                    .actor("a", () -> 1)
                    .tryExplore();
            assertThat(reset.verdict()).isEqualTo(Verdict.HARNESS_ERROR);
            assertThat(reset.toString())
                    .contains("the reset before the order failed")
                    .contains("nowhere");
            Exploration invariant = search().actor("a", () -> jdbc.queryForList("select 1"))
                    .always("is fine", () -> jdbc.queryForObject("select 1 from nowhere", Boolean.class))
                    .tryExplore();
            assertThat(invariant.verdict()).isEqualTo(Verdict.HARNESS_ERROR);
            assertThat(invariant.toString()).contains("the invariant \"is fine\" failed");
        }

        @EachDatabase(ServerKind.H2)
        void steps_that_differ_between_two_runs_are_not_reproduced(TestDatabase db) {
            AtomicInteger runs = new AtomicInteger();
            Exploration found = search().actor("a", () -> {
                        jdbc.queryForList("select " + runs.incrementAndGet());
                        return jdbc.queryForList("select 1");
                    })
                    .actor("b", () -> jdbc.queryForList("select 1"))
                    .tryExplore();
            assertThat(found.verdict()).isEqualTo(Verdict.NOT_REPRODUCED);
            assertThat(Objects.requireNonNull(found.finding()).what())
                    .contains("was to be actor")
                    .contains("'select ");
            assertThatThrownBy(found::orThrow).isInstanceOf(InterleavingViolation.class);
        }

        @EachDatabase(ServerKind.H2)
        void an_actor_without_an_end_is_inconclusive(TestDatabase db) {
            Exploration found = search().actor("a", () -> {
                        for (int i = 0; i < 1_000; i++) {
                            jdbc.queryForList("select 1");
                        }
                    })
                    .tryExplore();
            assertThat(found.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
            assertThat(found.toString()).contains("took more than 200 steps");
        }

        @EachDatabase(ServerKind.H2)
        void connections_that_are_left_open_are_an_error_of_the_actor(TestDatabase db) {
            Exploration found = search().actor(
                            "a",
                            () -> Objects.requireNonNull(jdbc.getDataSource())
                                    .getConnection()
                                    .createStatement()
                                    .execute("select 1"))
                    .tryExplore();
            assertThat(found.verdict()).isEqualTo(Verdict.ACTOR_ERROR);
            assertThat(found.toString()).contains("a ended with 1 open connection(s)");
        }
    }
}
