package dev.safe4j.shop.partialfailure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.background.WorkerThreads;
import dev.safe4j.servers.Await;
import dev.safe4j.shop.pages.Gate;
import dev.safe4j.shop.pages.Recording;
import dev.safe4j.shop.pages.Visitor;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class BranchNewsTest {

    private static final String CALLER = "caller: UnsafeBranchNews.tell";
    private static final String POST = "the post";
    private static final List<String> BRANCHES = List.of("Bergen", "Oslo", "Molde");

    private final Gate slow = new Gate();
    private final List<String> delivered = new CopyOnWriteArrayList<>();
    private final List<String> failed = new CopyOnWriteArrayList<>();

    /** Oslo is slow, the others have moved. */
    private void deliver(String branch, String news) {
        if (!branch.equals("Oslo")) {
            failed.add(branch);
            throw new IllegalStateException(branch + " has moved");
        }
        slow.pass();
        delivered.add(branch + ": " + news);
    }

    @Test
    void unsafe_tells_of_one_failure_and_goes_on_behind_its_callers_back() {
        Recording recording = new Recording(CALLER, POST);
        BranchNews news = new UnsafeBranchNews(WorkerThreads.named("news"), this::deliver);
        Visitor caller = Visitor.starts("caller", () -> news.tell(BRANCHES, "nougat is cheaper"));
        recording.note(CALLER, "tell(Bergen, Oslo, Molde): begins all three");
        assertThat(caller.failure())
                .isInstanceOf(CompletionException.class)
                .hasRootCauseMessage("Bergen has moved")
                .hasNoSuppressedExceptions();
        recording.note(POST, "Bergen has moved");
        recording.note(CALLER, "join() → CompletionException: Bergen has moved; is done");
        assertThat(delivered).isEmpty();
        Await.until(Visitor.BOUND, "Molde has failed, too", () -> failed.contains("Molde"));
        recording.note(POST, "Molde has moved; nobody asks for that");
        slow.open();
        Await.until(Visitor.BOUND, "Oslo is told", () -> !delivered.isEmpty());
        recording.note(POST, "Oslo is told");
        recording.assertOnPage("partial-failure", "one told, two not; the caller knows of one that was not");
    }

    @Test
    void safe_returns_when_all_is_known_and_says_who_was_not_told() {
        List<String> again = new CopyOnWriteArrayList<>();
        Visitor caller = Visitor.starts(
                "caller", () -> again.addAll(new SafeBranchNews(this::deliver).tell(BRANCHES, "nougat is cheaper")));
        slow.awaitArrival();
        Await.until(Visitor.BOUND, "the others have failed", () -> failed.size() == 2);
        assertThat(caller.isDone()).isFalse();
        slow.open();
        caller.finish();
        assertThat(again).containsExactly("Bergen", "Molde");
        assertThat(delivered).containsExactly("Oslo: nougat is cheaper");
    }
}
