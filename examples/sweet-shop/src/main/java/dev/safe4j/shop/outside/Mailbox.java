package dev.safe4j.shop.outside;

import org.springframework.stereotype.Component;

/** The mail server: what it has been given is sent, whatever becomes of the transaction. */
@Component
public class Mailbox {

    private final Tally sent = new Tally();

    public void send(String customer, String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("a mail needs a text");
        }
        sent.add(customer);
    }

    /** How many mails this customer got. */
    public long sentTo(String customer) {
        return sent.of(customer);
    }
}
