package dev.safe4j.shop.worksonmymachine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.shop.oversell.Shelf;
import dev.safe4j.shop.oversell.Shelf.SoldOut;

/** Buys the last one, then one more: there is nobody else. */
final class UnsafeShelfCheck implements ShelfCheck {

    private final long sweet;
    private final Stock stock;

    UnsafeShelfCheck(long sweet, Stock stock) {
        this.sweet = sweet;
        this.stock = stock;
    }

    @Override
    public void check(Shelf shelf) {
        stock.set(1);
        shelf.buy(sweet, 1);
        assertThatThrownBy(() -> shelf.buy(sweet, 1)).isInstanceOf(SoldOut.class);
        assertThat(stock.get()).isZero();
    }
}
