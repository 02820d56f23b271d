package dev.safe4j.shop.repeatedsideeffect;

import static dev.safe4j.update.Row.row;

import dev.safe4j.jdbc.update.Updates;
import dev.safe4j.shop.outside.Mailbox;
import org.springframework.stereotype.Service;

/** The row is there once, however often this is tried. */
@Service
public final class UnsafeLabelledOrders implements LabelledOrders {

    private final Updates updates;
    private final Mailbox mailbox;
    private final LabelPrinter printer;

    public UnsafeLabelledOrders(Updates updates, Mailbox mailbox, LabelPrinter printer) {
        this.updates = updates;
        this.mailbox = mailbox;
        this.printer = printer;
    }

    @Override
    public void order(String request, long box, String customer) {
        updates.table("box_order").insertIfAbsent(row("id", request, "box", box, "customer", customer));
        mailbox.send(customer, "Your order " + request + " is on its way.");
        printer.print("Box " + box + " for " + customer);
    }
}
