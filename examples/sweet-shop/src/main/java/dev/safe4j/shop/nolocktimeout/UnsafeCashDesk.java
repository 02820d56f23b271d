package dev.safe4j.shop.nolocktimeout;

import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** Everybody waits for the terminal, for as long as it takes. */
public final class UnsafeCashDesk implements CashDesk {

    private final Lock lock = new ReentrantLock();
    private final Terminal terminal;

    public UnsafeCashDesk(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void pay(String card) {
        lock.lock();
        try {
            terminal.read(card);
        } finally {
            lock.unlock();
        }
    }
}
