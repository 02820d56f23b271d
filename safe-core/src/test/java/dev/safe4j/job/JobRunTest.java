package dev.safe4j.job;

import static dev.safe4j.job.Heard.until;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A run that several threads work at. */
class JobRunTest extends WorkerCases {

    @Test
    void threads_that_save_progress_and_resume_point_at_once_lose_neither() throws InterruptedException {
        jobs.enqueue("mail", "a");
        JobRun run = jobs.claims("mail").claim(1).get(0).run();
        AtomicReference<Thread> other = new AtomicReference<>();
        observed.change("save", step -> {
            if (other.compareAndSet(null, new Thread(() -> run.resumeAt("line 7")))) {
                other.get().start();
                until("the other one has saved, or waits for this one", () -> isOver(other.get()));
            }
            return step.go();
        });
        run.progress(0.5);
        other.get().join();
        JobStore.Saved saved =
                Objects.requireNonNull(observed.store().find(run.id())).saved();
        assertThat(saved.progress()).isEqualTo(0.5);
        assertThat(saved.resume()).isEqualTo("line 7");
        assertThat(run.resumePoint()).contains("line 7");
    }

    private static boolean isOver(Thread thread) {
        return thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TERMINATED;
    }
}
