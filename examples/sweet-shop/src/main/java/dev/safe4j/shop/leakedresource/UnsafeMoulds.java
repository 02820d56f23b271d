package dev.safe4j.shop.leakedresource;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** When one of them is not there, nobody has a hand on the others. */
public final class UnsafeMoulds implements Moulds {

    private final Executor threads;
    private final Rack rack;

    public UnsafeMoulds(Executor threads, Rack rack) {
        this.threads = threads;
        this.rack = rack;
    }

    @Override
    public List<Mould> take(List<String> shapes) {
        List<CompletableFuture<Mould>> taken = shapes.stream()
                .map(shape -> CompletableFuture.supplyAsync(() -> rack.take(shape), threads))
                .toList();
        return taken.stream().map(CompletableFuture::join).toList();
    }
}
