package dev.safe4j.shop.runawayjob;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A thread for it is all it needs. */
public final class UnsafeReports implements Reports {

    private final ExecutorService worker = Executors.newSingleThreadExecutor();
    private final Headquarters headquarters;

    public UnsafeReports(Headquarters headquarters) {
        this.headquarters = headquarters;
    }

    @Override
    public void order(String report) {
        worker.execute(() -> {
            try {
                headquarters.fetch(report);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        });
    }

    @Override
    public void close() {
        worker.shutdown();
    }
}
