package dev.safe4j.shop.wrongboundary;

import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * A row lock in a transaction, all as it should be; but the method is called on {@code this}, past Spring's proxy, so that there
 * is no transaction, and the lock ends with the statement that took it. The starter finds this and refuses to start; the shop
 * has switched that off (application.properties), to show what would happen.
 */
@Service
public class UnsafeStampCards implements StampCards {

    private final JdbcClient jdbc;

    public UnsafeStampCards(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public void exchange(long card) {
        exchangeLocked(card);
    }

    @Transactional
    public void exchangeLocked(long card) {
        int stamps = jdbc.sql("select stamps from stamp_card where id = ? for update")
                .param(card)
                .query(Integer.class)
                .single();
        if (stamps < STAMPS_FOR_A_GIFT) {
            throw new NotEnoughStamps(card);
        }
        jdbc.sql("update stamp_card set stamps = ? where id = ?")
                .params(stamps - STAMPS_FOR_A_GIFT, card)
                .update();
        jdbc.sql("insert into gift (id, card) values (?, ?)")
                .params(UUID.randomUUID().toString(), card)
                .update();
    }
}
