package dev.safe4j.faults;

import dev.safe4j.job.JobListener;
import dev.safe4j.job.JobRun;
import dev.safe4j.job.JobStore.Tidied;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Says at once what became of jobs, so that a worker that is killed leaves little out. Thread-safe. */
final class JobTally implements JobListener {

    private static final int DONE_AT_ONCE = 10;

    private final Consumer<String> lines;
    private final AtomicInteger done = new AtomicInteger();

    JobTally(Consumer<String> lines) {
        this.lines = lines;
    }

    @Override
    public void onEnded(JobRun run, End end, Duration time) {
        if (end != End.DONE) {
            say(end.name().toLowerCase(Locale.ROOT), 1);
        } else if (done.incrementAndGet() % DONE_AT_ONCE == 0) {
            say("done", DONE_AT_ONCE);
        }
    }

    @Override
    public void onRenewed(int claims, int lost) {
        say("refused-renewals", lost);
    }

    @Override
    public void onTidied(Tidied tidied) {
        say("reclaimed", tidied.reclaimed());
    }

    private void say(String what, int number) {
        if (number > 0) {
            lines.accept("COUNT " + what + " " + number);
        }
    }
}
