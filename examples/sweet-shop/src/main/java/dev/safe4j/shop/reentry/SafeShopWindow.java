package dev.safe4j.shop.reentry;

import dev.safe4j.lock.Locks;

/** Work that runs under a lock and wants it again shares it. */
public final class SafeShopWindow implements ShopWindow {

    private final Locks locks;
    private final Hands hands;

    public SafeShopWindow(Locks locks, Hands hands) {
        this.locks = locks;
        this.hands = hands;
    }

    @Override
    public void clean() {
        locks.runWithLock("shop-window", held -> hands.work("clean"));
    }

    @Override
    public void arrange() {
        locks.runWithLock("shop-window", held -> {
            clean();
            hands.work("arrange");
        });
    }
}
