package dev.safe4j.shop.lostcounter;

import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads the number, adds one, and writes it back. */
public final class UnsafeVisitorCount implements VisitorCount {

    private final JdbcClient jdbc;
    private final Door door;

    public UnsafeVisitorCount(JdbcClient jdbc, Door door) {
        this.jdbc = jdbc;
        this.door = door;
    }

    @Override
    public long visited(String page) {
        long before = jdbc.sql("select visits from visit where page = ?")
                .param(page)
                .query(Long.class)
                .single();
        door.greet(before + 1);
        jdbc.sql("update visit set visits = ? where page = ?")
                .params(before + 1, page)
                .update();
        return before + 1;
    }
}
