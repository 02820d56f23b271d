package dev.safe4j.peers;

import java.time.Duration;
import java.util.ConcurrentModificationException;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Locks that belong to threads, each holder on one of its own. */
final class ThreadLocks implements PeerStore.Peer {

    /** What a library does on a holder's thread. */
    interface Calls {
        /** Tries once: the fencing number, or what stands for it, or null if refused. */
        @org.jspecify.annotations.Nullable
        Long tryLock(String key, Duration lease) throws InterruptedException;

        /** Renews, or throws. */
        void renew(String key, Duration lease);

        /** Releases, or throws. */
        void unlock(String key);
    }

    private final Calls calls;
    private final Runnable end;
    private final Queue<OwnThread> threads = new ConcurrentLinkedQueue<>();

    ThreadLocks(Calls calls, Runnable end) {
        this.calls = calls;
        this.end = end;
    }

    @Override
    public Optional<PeerStore.Handle> tryLock(String key, Duration lease) {
        OwnThread thread = new OwnThread();
        Optional<Long> number = Optional.empty();
        try {
            number = thread.call(() -> Optional.ofNullable(calls.tryLock(key, lease)));
        } finally {
            if (number.isEmpty()) {
                thread.close();
            }
        }
        return number.map(fence -> {
            threads.add(thread);
            return new Held(key, fence, thread);
        });
    }

    private final class Held implements PeerStore.Handle {

        private final String key;
        private final long fence;
        private final OwnThread thread;

        Held(String key, long fence, OwnThread thread) {
            this.key = key;
            this.fence = fence;
            this.thread = thread;
        }

        @Override
        public long fence() {
            return fence;
        }

        @Override
        public boolean renew(Duration lease) {
            return isDone(() -> calls.renew(key, lease));
        }

        @Override
        public boolean release(Duration keepFor) {
            return isDone(() -> calls.unlock(key));
        }

        /** Their words for "not yours any more". */
        private boolean isDone(Runnable call) {
            try {
                return thread.call(() -> {
                    call.run();
                    return true;
                });
            } catch (IllegalMonitorStateException | IllegalStateException | ConcurrentModificationException lost) {
                return false;
            }
        }
    }

    @Override
    public void close() {
        threads.forEach(OwnThread::close);
        end.run();
    }
}
