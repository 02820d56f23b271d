package dev.safe4j.shop.unboundedfanout;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/** All at once is fastest. */
public final class UnsafeEngravings implements Engravings {

    private final Executor threads = Executors.newCachedThreadPool();
    private final Machine machine;

    public UnsafeEngravings(Machine machine) {
        this.machine = machine;
    }

    @Override
    public void engrave(Iterable<String> names) {
        List<CompletableFuture<Void>> engraved = new ArrayList<>();
        for (String name : names) {
            engraved.add(CompletableFuture.runAsync(() -> machine.engrave(name), threads));
        }
        engraved.forEach(CompletableFuture::join);
    }
}
