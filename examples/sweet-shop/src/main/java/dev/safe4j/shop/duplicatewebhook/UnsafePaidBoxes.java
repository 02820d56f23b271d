package dev.safe4j.shop.duplicatewebhook;

import java.util.UUID;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** What is delivered is done, whoever has sent it. */
@Service
public final class UnsafePaidBoxes implements PaidBoxes {

    private final JdbcClient jdbc;

    public UnsafePaidBoxes(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public ResponseEntity<Void> paid(HttpHeaders headers, byte[] body) {
        Paid event = Paid.read(body);
        jdbc.sql("update box set stock = stock - 1 where id = ?")
                .param(event.box())
                .update();
        jdbc.sql("insert into box_order (id, box, customer) values (?, ?, ?)")
                .params(UUID.randomUUID().toString(), event.box(), event.card())
                .update();
        return ResponseEntity.noContent().build();
    }
}
