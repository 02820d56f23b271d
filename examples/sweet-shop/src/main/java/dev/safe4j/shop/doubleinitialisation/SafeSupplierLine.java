package dev.safe4j.shop.doubleinitialisation;

import dev.safe4j.flight.Lazy;

/** Who comes while the line is being opened waits for that one. */
public final class SafeSupplierLine implements SupplierLine {

    private final Lazy<Line> line;

    public SafeSupplierLine(Exchange exchange) {
        this.line = Lazy.of(() -> exchange.connect());
    }

    @Override
    public String order(String sweet) {
        return line.get().say(sweet);
    }

    @Override
    public void close() {
        line.close();
    }
}
