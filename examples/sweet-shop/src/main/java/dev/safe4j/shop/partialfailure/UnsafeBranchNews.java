package dev.safe4j.shop.partialfailure;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Tells all at once, and throws what the first one that it looks at has thrown. */
public final class UnsafeBranchNews implements BranchNews {

    private final Executor threads;
    private final Post post;

    public UnsafeBranchNews(Executor threads, Post post) {
        this.threads = threads;
        this.post = post;
    }

    @Override
    public List<String> tell(List<String> branches, String news) {
        List<CompletableFuture<Void>> told = branches.stream()
                .map(branch -> CompletableFuture.runAsync(() -> post.deliver(branch, news), threads))
                .toList();
        told.forEach(CompletableFuture::join);
        return List.of();
    }
}
