package dev.safe4j.shop.nolocktimeout;

import dev.safe4j.lock.Locks;
import java.time.Duration;

/** Who does not get to the terminal in time is told so, and by whom it is taken. */
public final class SafeCashDesk implements CashDesk {

    private final Locks locks;
    private final Terminal terminal;

    public SafeCashDesk(Locks locks, Duration patience, Terminal terminal) {
        this.locks = locks.within(patience);
        this.terminal = terminal;
    }

    @Override
    public void pay(String card) {
        locks.runWithLock("cash-desk", held -> terminal.read(card));
    }
}
