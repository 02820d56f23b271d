package dev.safe4j.shop.repeatedsideeffect;

import static dev.safe4j.update.Row.row;

import dev.safe4j.idempotency.Idempotency;
import dev.safe4j.jdbc.update.Updates;
import dev.safe4j.shop.outside.Mailbox;
import org.springframework.stereotype.Service;

/** Every effect is a step that is recorded, and the next attempt skips those that are. */
@Service
public final class SafeLabelledOrders implements LabelledOrders {

    private final Idempotency idempotency;
    private final Updates updates;
    private final Mailbox mailbox;
    private final LabelPrinter printer;

    public SafeLabelledOrders(Idempotency idempotency, Updates updates, Mailbox mailbox, LabelPrinter printer) {
        this.idempotency = idempotency;
        this.updates = updates;
        this.mailbox = mailbox;
        this.printer = printer;
    }

    @Override
    public void order(String request, long box, String customer) {
        idempotency.operation("labelled order").key(request).run(attempt -> {
            updates.table("box_order").insertIfAbsent(row("id", request, "box", box, "customer", customer));
            attempt.step("mail", () -> mailbox.send(customer, "Your order " + request + " is on its way."));
            attempt.step("label", () -> printer.print("Box " + box + " for " + customer));
            return null;
        });
    }
}
