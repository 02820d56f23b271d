package dev.safe4j.shop.doubleinitialisation;

import org.jspecify.annotations.Nullable;

/** If there is no line, there will be one. */
public final class UnsafeSupplierLine implements SupplierLine {

    private final Exchange exchange;
    private volatile @Nullable Line line;

    public UnsafeSupplierLine(Exchange exchange) {
        this.exchange = exchange;
    }

    @Override
    public String order(String sweet) {
        if (line == null) {
            line = exchange.connect();
        }
        return line.say(sweet);
    }

    @Override
    public void close() {
        if (line != null) {
            line.close();
        }
    }
}
