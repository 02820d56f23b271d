package dev.safe4j.shop.partialfailure;

import java.util.List;

/** Tells the branches what is new. */
public interface BranchNews {

    /** Tells all of them, and returns those that are to be told again. */
    List<String> tell(List<String> branches, String news);

    /** Brings news to a branch, or throws. */
    @FunctionalInterface
    interface Post {
        void deliver(String branch, String news);
    }
}
