package dev.safe4j.test.hint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.test.hint.Statement.Change;
import dev.safe4j.test.hint.Statement.Kind;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatementTest {

    private static Statement parsed(String sql) {
        List<Statement> all = Statement.of(sql);
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    @Test
    void what_has_to_be_equal_says_which_rows() {
        assertThat(parsed(
                                "select * from shop.account a where a.id = -1 and (name = 'o''neil') and balance >= 80 for update")
                        .where())
                .isEqualTo(Map.of("id", "-1", "name", "o'neil"));
        assertThat(parsed("update \"Account\" set n = 1 where id = 1 and gone is not null returning id")
                        .where())
                .isEqualTo(Map.of("id", "1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select n from t where id = 1 or id = 2",
                "select n from t where not (id = 1)",
                "select n from t where id = 1 + 1",
                "select n from t where id = other",
                "select n from t where id <> 1",
                "select n from t where id = 'cut…'",
                "select n from t where id = '***'",
                "select n from t join u on t.id = u.id where id = 1",
                "select n from t where id in (select 1 from u where u.id = 1)",
                "select n from t",
            })
    void what_is_not_plain_says_nothing_about_rows(String sql) {
        assertThat(parsed(sql).where()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "insert into t (id) values (1) on conflict (id) do update set n = t.n + 1",
                "insert into t (id) values (1) on duplicate key update n = n + 1",
                "merge into t using u on t.id = u.id when matched then update set n = 1",
                "with x as (delete from t returning id) select * from x",
                "update t join u on t.id = u.id set t.n = 1",
                "call something()",
                "set local x = 1",
                "",
                "update",
                "insert into",
                "select",
                "delete from",
                "update t set",
                "select ( ) ) from , where = = and",
            })
    void what_is_not_understood_is_left_out_or_harmless(String sql) {
        assertThat(Statement.of(sql))
                .allMatch(statement ->
                        statement.where().isEmpty() && statement.changes().isEmpty());
    }

    @Test
    void changes_are_told_apart() {
        assertThat(parsed("update t set n = n - 1, m = 5, k = coalesce(n, 2) where id = 3")
                        .changes())
                .isEqualTo(Map.of(
                        "n", new Change(true, true, null),
                        "m", new Change(false, false, "5"),
                        "k", new Change(false, false, null)));
        assertThat(parsed("insert into t (a, b, c) values (-1, 'x', now())")
                        .changes()
                        .keySet())
                .containsExactlyInAnyOrder("a", "b");
        assertThat(parsed("insert into t (a) values (1), (2)").changes()).isEmpty();
    }

    @Test
    void who_reads_what_is_written() {
        Statement read = parsed("select count(*) from booking where seat = 1");
        assertThat(read.readsWhatIsWrittenBy(parsed("insert into booking (seat) values (1)")))
                .isTrue();
        assertThat(read.readsWhatIsWrittenBy(parsed("insert into booking (seat) values (2)")))
                .isFalse();
        assertThat(read.readsWhatIsWrittenBy(parsed("insert into other (seat) values (1)")))
                .isFalse();
        assertThat(read.readsWhatIsWrittenBy(parsed("update booking set who = 'me' where seat = 1")))
                .isFalse();
        assertThat(read.readsWhatIsWrittenBy(parsed("delete from booking"))).isTrue();
        assertThat(parsed("select * from booking").readsWhatIsWrittenBy(parsed("update booking set who = 'me'")))
                .isTrue();
    }

    @Test
    void a_batch_is_many_statements() {
        assertThat(Statement.of("insert into t (a) values (';'); delete from t"))
                .extracting(Statement::kind)
                .containsExactly(Kind.INSERT, Kind.DELETE);
    }

    @Test
    void commands_of_redis() {
        assertThat(Statement.ofCommand("GET stock", Set.of("redis.stock"), Set.of()))
                .extracting(Statement::kind)
                .containsExactly(Kind.SELECT);
        assertThat(Statement.ofCommand("SET stock 4", Set.of(), Set.of("redis.stock")))
                .extracting(Statement::kind)
                .containsExactly(Kind.UPDATE);
        assertThat(Statement.ofCommand("EVALSHA …", Set.of("redis.stock"), Set.of("redis.stock")))
                .isEmpty();
    }
}
