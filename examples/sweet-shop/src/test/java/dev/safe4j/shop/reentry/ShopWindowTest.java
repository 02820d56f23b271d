package dev.safe4j.shop.reentry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.lock.LockTimeoutException;
import dev.safe4j.lock.Locks;
import dev.safe4j.lock.MemoryLockStore;
import dev.safe4j.shop.pages.Recording;
import dev.safe4j.shop.pages.Visitor;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class ShopWindowTest {

    private static final String ARRANGE = "UnsafeShopWindow.arrange";
    private static final String CLEAN = "UnsafeShopWindow.clean, called by it";

    private final List<String> done = new CopyOnWriteArrayList<>();

    @Test
    void unsafe_waits_for_itself() {
        Recording recording = new Recording(ARRANGE, CLEAN);
        ShopWindow window = new UnsafeShopWindow(done::add);
        // Never comes back, and takes no interrupt: it is left to the end of the tests, as a daemon.
        Visitor alone = Visitor.starts("alone", window::arrange).awaitState(Thread.State.WAITING);
        recording.note(ARRANGE, "takes the one permit");
        recording.note(CLEAN, "waits for a permit, on the same thread");
        assertThat(done).isEmpty();
        assertThat(alone.isDone()).isFalse();
        recording.assertOnPage("reentry", "the thread waits for itself, and everybody else for it");
    }

    @Test
    void safe_shares_the_lock_with_what_it_calls() {
        try (Locks locks = Locks.on(new MemoryLockStore())) {
            new SafeShopWindow(locks, done::add).arrange();
            assertThat(done).containsExactly("clean", "arrange");
            assertThat(locks.held()).isEmpty();
        }
    }

    @Test
    void safe_shares_it_with_no_worker_and_the_wait_of_that_ends() {
        try (Locks locks = Locks.on(new MemoryLockStore())) {
            ShopWindow worker = new SafeShopWindow(locks.within(Duration.ofMillis(100)), done::add);
            new SafeShopWindow(
                            locks,
                            what -> assertThat(Visitor.starts("worker", worker::clean)
                                            .failure())
                                    .isInstanceOf(LockTimeoutException.class)
                                    .hasMessageContaining("by a caller of this process"))
                    .clean();
            assertThat(done).isEmpty();
        }
    }
}
