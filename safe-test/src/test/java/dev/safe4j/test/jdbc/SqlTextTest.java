package dev.safe4j.test.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a statement touches, by its text. */
class SqlTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update stock s join reservation r on r.stock = s.id set r.state = 'x'",
                "update stock s straight_join reservation r set r.state = 'x' where r.stock = s.id",
                "update stock, reservation set reservation.state = 'x' where reservation.stock = stock.id",
                "with few as (select id from stock) update reservation r join few on few.id = r.stock set r.state = 'x'",
                "delete from stock, reservation using stock join reservation on reservation.stock = stock.id",
                "delete stock, reservation from stock join reservation on reservation.stock = stock.id",
                "with few as (select id from stock) delete r from reservation r join few on few.id = r.stock"
            })
    void a_change_of_several_tables_may_touch_anything(String sql) {
        assertThat(SqlText.of(sql).anything()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update stock set n = 1, m = 2 where id in (1, 2)",
                "update shop.stock as s set n = r.n, m = 0 from reservation r, sale where r.stock = s.id",
                "delete from stock where id in (1, 2)",
                "delete from stock using reservation r, sale where r.stock = stock.id",
                "delete from stock order by n, id limit 1",
                "insert into stock values (1, 2) on duplicate key update n = 1, m = 2",
                "insert into stock (id, n) values (1, 2) on conflict (id) do update set n = 1, m = 2",
                "merge into stock using sale on sale.id = stock.id when matched then delete"
            })
    void a_change_of_one_table_is_known(String sql) {
        SqlText text = SqlText.of(sql);
        assertThat(text.anything()).isFalse();
        assertThat(text.writes()).containsExactly("stock");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select * from a left join (b t join c x on x.id = t.c) on t.a = a.id",
                "select * from a left join (b cross join c) using (id)",
                "select * from (a join b on b.id = a.id) join shop.c using (id, n)",
                "select * from ((a join b on b.id = a.id) join c on c.id = b.id)",
                "select * from (a, b) left join c on c.id = b.id",
                "select * from a join b on b.id = a.id, c where c.n = f.n",
                "select * from a straight_join b, c",
                "select * from a, lateral (select * from b where b.a = a.id) x, c",
                "select * from only (a), b, c",
                "select * from (select d, e from a) x join (select count(*) as n, f from b) y on y.n = x.d, c",
                "select * from (select d, e from a union select d, e from b) x, c where x.d in (c.id, c.n)"
            })
    void every_table_of_a_join_is_read(String sql) {
        SqlText text = SqlText.of(sql);
        assertThat(text.anything()).isFalse();
        assertThat(text.reads()).containsExactlyInAnyOrder("a", "b", "c");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "delete from t using a join b using (id), c where t.id = c.id",
                "delete from t using (a, b, c) where t.id = c.id",
                "update t set n = 1 from (a join b on b.id = a.id), c where t.id = c.id",
                "merge into t using (a join b using (id) join c on c.id = b.id) on t.id = c.id"
                        + " when matched then update set n = 1, m = 2",
                "insert into t (id, n) select a.id, b.n from a join (b join c on c.id = b.id) on b.id = a.id"
                        + " on conflict (id) do update set n = 1, m = 2",
                "insert into t select a.id, b.n from a join (b, c) on b.id = a.id on duplicate key update n = 1, m = 2"
            })
    void every_table_that_a_change_reads_is_known(String sql) {
        SqlText text = SqlText.of(sql);
        assertThat(text.anything()).isFalse();
        assertThat(text.writes()).containsExactly("t");
        assertThat(text.reads()).containsExactlyInAnyOrder("a", "b", "c");
    }
}
