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
}
