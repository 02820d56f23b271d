package dev.safe4j.test.hint;

import static dev.safe4j.test.hint.HintCheck.assertHint;
import static dev.safe4j.test.hint.HintCheck.assertNoHint;
import static dev.safe4j.test.hint.HintCheck.twice;
import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.test.interleavings.Exploration;
import dev.safe4j.test.interleavings.Isolation;
import dev.safe4j.test.interleavings.Summary;
import dev.safe4j.test.interleavings.Verdict;
import dev.safe4j.test.report.Sample;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.dao.DuplicateKeyException;

/** The known races, each with the hint that it deserves; and neighbours that deserve none. */
@Tag("slow")
class HintsTest {

    @EachDatabase
    void lost_update(TestDatabase db) {
        assertHint(Sample.accounts(db).lostUpdate(), Verdict.VIOLATED, Hazard.LOST_UPDATE);
    }

    @EachDatabase(ServerKind.MARIADB)
    void lost_update_in_an_old_snapshot(TestDatabase db) {
        Sample sample = Sample.accounts(db).at(Isolation.REPEATABLE_READ);
        assertHint(sample.lostUpdate(), Verdict.VIOLATED, Hazard.LOST_UPDATE);
    }

    @EachDatabase
    void double_spend(TestDatabase db) {
        assertHint(Sample.accounts(db).doubleSpend(), Verdict.VIOLATED, Hazard.DOUBLE_SPEND);
    }

    @EachDatabase
    void write_skew(TestDatabase db) {
        Sample sample = new Sample(db, "create table doctor (id int primary key, on_call int not null)");
        String onCall = "select count(*) from doctor where on_call = 1";
        for (Isolation level : List.of(Isolation.READ_COMMITTED, Isolation.REPEATABLE_READ)) {
            Exploration found = sample.at(level)
                    .from("delete from doctor", "insert into doctor values (1, 1)", "insert into doctor values (2, 1)")
                    .actor("doctor 1", sample.inTransaction(() -> goOffCall(sample, onCall, 1)))
                    .actor("doctor 2", sample.inTransaction(() -> goOffCall(sample, onCall, 2)))
                    .always("one stays", () -> sample.number(onCall) >= 1)
                    .tryExplore();
            assertHint(found, Verdict.VIOLATED, Hazard.WRITE_SKEW);
        }
    }

    private static int goOffCall(Sample sample, String onCall, int doctor) {
        return sample.number(onCall) < 2 ? 0 : sample.jdbc.update("update doctor set on_call = 0 where id = ?", doctor);
    }

    @EachDatabase
    void phantom_booking(TestDatabase db) {
        Sample sample = new Sample(db, "create table booking (seat int not null, who varchar(20))");
        String taken = "select count(*) from booking where seat = ?";
        Callable<Integer> book = sample.inTransaction(() -> sample.number(taken, 1) > 0
                ? 0
                : sample.jdbc.update("insert into booking (seat, who) values (?, ?)", 1, "me"));
        assertHint(twice(sample, "booking", 1, book), Verdict.VIOLATED, Hazard.PHANTOM);
    }

    @EachDatabase
    void idempotency_by_look_up(TestDatabase db) {
        Sample sample =
                new Sample(db, "create table charge (k varchar(20))", "create table seen (k varchar(20) not null)");
        Callable<Integer> charge = sample.inTransaction(() -> {
            if (sample.number("select count(*) from seen where k = 'k1'") > 0) {
                return 0;
            }
            sample.jdbc.update("insert into charge (k) values ('k1')");
            return sample.jdbc.update("insert into seen (k) values ('k1')");
        });
        Exploration found = sample.from("delete from charge", "delete from seen")
                .actor("request 1", charge)
                .actor("request 2", charge)
                .always("one charge", () -> sample.number("select count(*) from charge") <= 1)
                .tryExplore();
        assertHint(found, Verdict.VIOLATED, Hazard.PHANTOM);
    }

    @EachDatabase
    void quota(TestDatabase db) {
        Sample sample = new Sample(db, "create table slot (who varchar(10))");
        Callable<Integer> take = sample.inTransaction(() -> sample.number("select count(*) from slot") < 1
                ? sample.jdbc.update("insert into slot (who) values ('me')")
                : 0);
        assertHint(twice(sample, "slot", 1, take), Verdict.VIOLATED, Hazard.PHANTOM);
    }

    @EachDatabase
    void insert_where_not_exists(TestDatabase db) {
        Sample sample = new Sample(db, "create table member (name varchar(20))");
        Callable<Integer> join = () -> sample.jdbc.update("insert into member (name) select 'ann' where not exists"
                + " (select 1 from member where name = 'ann')");
        assertHint(twice(sample, "member", 1, join), Verdict.VIOLATED, Hazard.CHECK_THEN_INSERT);
    }

    @EachDatabase
    void read_only_anomaly(TestDatabase db) {
        assertHint(Sample.accounts(db).readOnlyAnomaly(), Verdict.VIOLATED, Hazard.READ_ONLY_ANOMALY);
    }

    @EachDatabase
    void job_claim(TestDatabase db) {
        Sample sample = new Sample(db, "create table job (id int primary key, state varchar(10) not null)");
        Callable<Integer> claim = sample.inTransaction(() -> {
            List<Integer> ids =
                    sample.jdbc.queryForList("select id from job where state = 'NEW' order by id", Integer.class);
            return ids.isEmpty() ? 0 : sample.jdbc.update("update job set state = 'RUN' where id = ?", ids.get(0));
        });
        Exploration found = sample.from("delete from job", "insert into job values (1, 'NEW')")
                .actor("worker 1", claim)
                .actor("worker 2", claim)
                .afterwards(
                        "one claimant",
                        outcomes -> outcomes.actors().stream()
                                        .filter(actor -> Integer.valueOf(1).equals(actor.value()))
                                        .count()
                                <= 1)
                .tryExplore();
        assertHint(found, Verdict.VIOLATED, Hazard.CHECK_THEN_ACT);
    }

    @EachDatabase
    void release_by_a_former_owner(TestDatabase db) {
        Sample sample = new Sample(
                db, "create table lck (name varchar(10) primary key, owner varchar(10) not null, ended int not null)");
        Exploration found = sample.from("delete from lck", "insert into lck values ('job', 'old', 1)")
                .actor("old owner", () -> 10 * sample.jdbc.update("delete from lck where name = 'job'"))
                .actor(
                        "takes over",
                        () -> sample.jdbc.update(
                                "update lck set owner = 'b', ended = 0 where name = 'job' and ended = 1"))
                .actor(
                        "newcomer",
                        () -> sample.jdbc.update("insert into lck (name, owner, ended) values ('job', 'c', 0)"))
                .allowing(DuplicateKeyException.class)
                .afterwards(
                        "one is inside",
                        outcomes -> outcomes.actors().stream()
                                        .filter(actor -> Integer.valueOf(1).equals(actor.value()))
                                        .count()
                                <= 1)
                .tryExplore();
        assertHint(found, Verdict.VIOLATED, Hazard.FORMER_OWNER);
    }

    @EachDatabase
    void the_same_read_twice(TestDatabase db) {
        Sample sample = Sample.accounts(db);
        String balance = "select balance from account where id = 1";
        Exploration found = sample.fromAccounts()
                .actor("report", sample.inTransaction(() -> sample.number(balance) - sample.number(balance)))
                .actor("deposit", () -> sample.jdbc.update("update account set balance = 120 where id = 1"))
                .afterwards("no difference", outcomes -> Integer.valueOf(0).equals(outcomes.valueOf("report")))
                .tryExplore();
        assertHint(found, Verdict.VIOLATED, Hazard.NON_REPEATABLE_READ);
    }

    @EachDatabase
    void what_is_no_known_race_gets_no_hint(TestDatabase db) {
        Sample sample = Sample.accounts(db);
        Exploration serial = sample.fromAccounts()
                .actor("one", sample.inTransaction(() -> spend(sample)))
                .actor("other", sample.inTransaction(() -> spend(sample)))
                .always("balance = 100", () -> sample.number("select balance from account where id = 1") == 100)
                .tryExplore();
        assertNoHint(serial, Verdict.VIOLATED);
        Exploration rows = sample.fromAccounts()
                .actor(
                        "one",
                        sample.inTransaction(() -> sample.jdbc.update(
                                "update account set balance = balance - 90 where id = 1 or balance > 95")))
                .actor("other", sample.inTransaction(() -> sample.jdbc.update("delete from account where id = 2")))
                .always("never", () -> false)
                .tryExplore();
        assertNoHint(rows, Verdict.VIOLATED);
        Exploration error = sample.fromAccounts()
                .actor("one", () -> sample.jdbc.update("insert into account (id, balance) values (1, 0)"))
                .tryExplore();
        assertNoHint(error, Verdict.ACTOR_ERROR);
        assertThat(Summary.of(sample.held()).hint()).isNull();
    }

    private static int spend(Sample sample) {
        int balance = sample.number("select balance from account where id = 1 for update");
        return balance < 80 ? 0 : sample.jdbc.update("update account set balance = balance - 80 where id = 1");
    }

    @ParameterizedTest
    @EnumSource
    void every_hazard_is_on_one_line_and_its_page_is_named_as_the_pages_are(Hazard hazard) {
        assertThat(hazard.help()).doesNotContain("\n").hasSizeLessThan(160);
        assertThat(hazard.page()).matches("docs/(patterns|guide)/[a-z-]+\\.md");
    }

    /** The other pages arrive with their rooms. */
    @Test
    void the_pages_that_are_missing_are_these() {
        Path root = Path.of("").toAbsolutePath().getParent();
        try (Stream<Hazard> hazards = Arrays.stream(Hazard.values())) {
            assertThat(hazards.map(Hazard::page).filter(page -> !Files.exists(root.resolve(page))))
                    .isSubsetOf(
                            "docs/patterns/lock-order.md",
                            "docs/patterns/foreign-unlock.md",
                            "docs/patterns/reentry.md",
                            "docs/patterns/crash-mid-operation.md");
        }
    }
}
