package dev.safe4j.shop.oversell;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Reads the stock, counts in code, and writes the result back: over whatever others have written in between. */
@Service
public class UnsafeShelf implements Shelf {

    private final JdbcClient jdbc;

    public UnsafeShelf(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    @Transactional
    public void buy(long sweet, int amount) {
        int stock = stockOf(sweet);
        if (stock < amount) {
            throw new SoldOut(sweet);
        }
        setStock(sweet, stock - amount);
    }

    @Override
    @Transactional
    public void restock(long sweet, int amount) {
        setStock(sweet, stockOf(sweet) + amount);
    }

    private int stockOf(long sweet) {
        return jdbc.sql("select stock from sweet where id = ?")
                .param(sweet)
                .query(Integer.class)
                .single();
    }

    private void setStock(long sweet, int stock) {
        jdbc.sql("update sweet set stock = ? where id = ?").params(stock, sweet).update();
    }
}
