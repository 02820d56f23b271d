package dev.safe4j.shop.duplicatewebhook;

import dev.safe4j.spring.webhook.WebhookReceiver;
import java.util.UUID;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** The signature is checked; then the event's id is recorded in the transaction of what it causes: both are there, or neither is. */
@Service
public final class SafePaidBoxes implements PaidBoxes {

    private final WebhookReceiver receiver;
    private final JdbcClient jdbc;

    public SafePaidBoxes(WebhookReceiver receiver, JdbcClient jdbc) {
        this.receiver = receiver;
        this.jdbc = jdbc;
    }

    @Override
    public ResponseEntity<Void> paid(HttpHeaders headers, byte[] body) {
        return receiver.receive(headers, body, id -> send(Paid.read(body)));
    }

    private void send(Paid event) {
        jdbc.sql("update box set stock = stock - 1 where id = ?")
                .param(event.box())
                .update();
        jdbc.sql("insert into box_order (id, box, customer) values (?, ?, ?)")
                .params(UUID.randomUUID().toString(), event.box(), event.card())
                .update();
    }
}
