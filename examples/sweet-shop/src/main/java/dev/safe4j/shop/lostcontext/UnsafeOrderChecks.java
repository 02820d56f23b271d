package dev.safe4j.shop.lostcontext;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Hands the checks to threads that know nothing of the request. */
public final class UnsafeOrderChecks implements OrderChecks {

    private final Executor threads;
    private final List<Check> checks;

    public UnsafeOrderChecks(Executor threads, List<Check> checks) {
        this.threads = threads;
        this.checks = List.copyOf(checks);
    }

    @Override
    public void check(String order) {
        List<CompletableFuture<Void>> checked = checks.stream()
                .map(each -> CompletableFuture.runAsync(() -> each.check(order), threads))
                .toList();
        checked.forEach(CompletableFuture::join);
    }
}
