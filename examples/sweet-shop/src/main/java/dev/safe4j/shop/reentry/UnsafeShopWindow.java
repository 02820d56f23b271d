package dev.safe4j.shop.reentry;

import java.util.concurrent.Semaphore;

/** Two methods, each with the lock that it needs; until one of them calls the other. */
public final class UnsafeShopWindow implements ShopWindow {

    private final Semaphore room = new Semaphore(1);
    private final Hands hands;

    public UnsafeShopWindow(Hands hands) {
        this.hands = hands;
    }

    @Override
    public void clean() {
        room.acquireUninterruptibly();
        try {
            hands.work("clean");
        } finally {
            room.release();
        }
    }

    @Override
    public void arrange() {
        room.acquireUninterruptibly();
        try {
            clean();
            hands.work("arrange");
        } finally {
            room.release();
        }
    }
}
