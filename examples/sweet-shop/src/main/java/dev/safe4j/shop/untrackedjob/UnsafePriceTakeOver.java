package dev.safe4j.shop.untrackedjob;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** What is begun, and how far it is, is known to this process alone. */
public final class UnsafePriceTakeOver implements PriceTakeOver {

    private final ExecutorService worker = Executors.newSingleThreadExecutor();
    private final Lines lines;

    public UnsafePriceTakeOver(Lines lines) {
        this.lines = lines;
    }

    @Override
    public void begin(String list) {
        worker.execute(() -> {
            for (int line = 0; line < lines.number(list); line++) {
                lines.take(list, line);
            }
        });
    }

    @Override
    public void close() {
        worker.shutdown();
    }
}
