package dev.safe4j.shop.parallelintransaction;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Transactional;

/** One transaction, and its writes at the same time: or so it looks. */
public class UnsafeHampers implements Hampers {

    private final JdbcClient jdbc;

    public UnsafeHampers(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    @Transactional
    public void pack(long box, String customer, List<Long> sweets) {
        jdbc.sql("insert into box_order (id, box, customer) values (?, ?, ?)")
                .params(UUID.randomUUID().toString(), box, customer)
                .update();
        List<CompletableFuture<Void>> taken = sweets.stream()
                .map(sweet -> CompletableFuture.runAsync(() -> take(sweet)))
                .toList();
        taken.forEach(CompletableFuture::join);
    }

    private void take(long sweet) {
        int rows = jdbc.sql("update sweet set stock = stock - 1 where id = ? and stock >= 1")
                .param(sweet)
                .update();
        if (rows == 0) {
            throw new SoldOut(sweet);
        }
    }
}
