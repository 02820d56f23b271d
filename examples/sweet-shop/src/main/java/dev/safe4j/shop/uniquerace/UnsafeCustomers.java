package dev.safe4j.shop.uniquerace;

import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Looks whether the name is free, and then inserts: the unique key holds, and the customer sees an error page. */
@Service
public class UnsafeCustomers implements Customers {

    private final JdbcClient jdbc;

    public UnsafeCustomers(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    @Transactional
    public void register(String name) {
        long known = jdbc.sql("select count(*) from customer where name = ?")
                .param(name)
                .query(Long.class)
                .single();
        if (known > 0) {
            throw new NameTaken(name);
        }
        jdbc.sql("insert into customer (id, name) values (?, ?)")
                .params(UUID.randomUUID().toString(), name)
                .update();
    }
}
