package dev.safe4j.shop.partialfailure;

import dev.safe4j.fanout.FanOut;
import dev.safe4j.fanout.Outcomes;
import java.util.ArrayList;
import java.util.List;

/** Tells all, whatever becomes of the others, and knows of each what became of it. */
public final class SafeBranchNews implements BranchNews {

    private final Post post;

    public SafeBranchNews(Post post) {
        this.post = post;
    }

    @Override
    public List<String> tell(List<String> branches, String news) {
        Outcomes<String> told = FanOut.over(branches).named("branch-news").settle(branch -> {
            post.deliver(branch, news);
            return branch;
        });
        List<String> again = new ArrayList<>(branches);
        again.removeAll(told.values());
        return again;
    }
}
