package dev.safe4j.test.history;

import static dev.safe4j.test.history.JobQueueModel.Reply.COMPLETED;
import static dev.safe4j.test.history.JobQueueModel.Reply.DUPLICATE;
import static dev.safe4j.test.history.JobQueueModel.Reply.ENQUEUED;
import static dev.safe4j.test.history.JobQueueModel.Reply.EXPIRED;
import static dev.safe4j.test.history.JobQueueModel.Reply.GIVEN_BACK;
import static dev.safe4j.test.history.JobQueueModel.Reply.LOST;
import static dev.safe4j.test.history.JobQueueModel.Reply.NOTHING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.test.history.JobQueueModel.Answer;
import dev.safe4j.test.history.JobQueueModel.Command;
import dev.safe4j.test.history.JobQueueModel.Complete;
import dev.safe4j.test.history.JobQueueModel.Enqueue;
import dev.safe4j.test.history.JobQueueModel.Expire;
import dev.safe4j.test.history.JobQueueModel.GiveBack;
import dev.safe4j.test.history.JobQueueModel.Take;
import dev.safe4j.test.history.JobQueueModel.Taken;
import org.junit.jupiter.api.Test;

class JobQueueModelTest {

    private final JobQueueModel model = new JobQueueModel();

    private static Script<Command, Answer> twoJobs() {
        return new Script<Command, Answer>()
                .then(new Enqueue("1"), ENQUEUED)
                .then(new Enqueue("2"), ENQUEUED)
                .then(new Enqueue("2"), DUPLICATE);
    }

    @Test
    void jobs_are_handed_out_in_any_order_and_completed_by_who_has_them() {
        twoJobs()
                .then(new Take("a"), new Taken("2"))
                .then(new Take("b"), new Taken("1"))
                .then(new Take("c"), NOTHING)
                .then(new Complete("1", "a"), LOST)
                .then(new Complete("1", "b"), COMPLETED)
                .then(new Complete("2", "a"), COMPLETED)
                .then(new Complete("2", "a"), LOST)
                .isExplainedBy(model);
    }

    @Test
    void a_job_given_back_or_whose_worker_was_too_slow_is_handed_out_again() {
        twoJobs()
                .then(new Take("a"), new Taken("1"))
                .then(new GiveBack("1", "a"), GIVEN_BACK)
                .then(new Take("b"), new Taken("1"))
                .then(new Expire("1", "b"), EXPIRED)
                .then(new Take("c"), new Taken("1"))
                .then(new Complete("1", "b"), LOST)
                .then(new GiveBack("1", "b"), LOST)
                .then(new Complete("1", "c"), COMPLETED)
                .isExplainedBy(model);
    }

    @Test
    void a_job_handed_out_twice_is_found() {
        Script<Command, Answer> twice =
                twoJobs().then(new Take("a"), new Taken("1")).then(new Take("b"), new Taken("1"));
        assertThat(twice.isNotExplainedBy(model)).isEqualTo(new Take("b"));
    }

    @Test
    void a_job_handed_out_after_its_end_or_from_nowhere_is_found() {
        twoJobs()
                .then(new Take("a"), new Taken("1"))
                .then(new Complete("1", "a"), COMPLETED)
                .then(new Take("b"), new Taken("1"))
                .isNotExplainedBy(model);
        twoJobs().then(new Take("a"), new Taken("3")).isNotExplainedBy(model);
    }

    @Test
    void a_completion_by_another_worker_is_found() {
        twoJobs()
                .then(new Take("a"), new Taken("1"))
                .lost(new Expire("1", "a"))
                .then(new Take("b"), new Taken("1"))
                .then(new Complete("1", "a"), COMPLETED)
                .isNotExplainedBy(model);
    }

    @Test
    void a_queue_that_hides_a_waiting_job_is_found() {
        twoJobs()
                .then(new Take("a"), new Taken("1"))
                .then(new Take("b"), NOTHING)
                .isNotExplainedBy(model);
    }

    @Test
    void a_lost_take_has_taken_one_of_the_waiting_jobs_or_none() {
        for (Answer next : new Answer[] {new Taken("1"), new Taken("2")}) {
            twoJobs().lost(new Take("a")).then(new Take("b"), next).isExplainedBy(model);
            twoJobs()
                    .lost(new Take("a"))
                    .then(new Take("b"), next)
                    .then(new Take("b"), NOTHING)
                    .isExplainedBy(model);
        }
        twoJobs().lost(new Take("a")).then(new Take("b"), NOTHING).isNotExplainedBy(model);
    }

    @Test
    void a_job_of_a_lost_take_comes_again_only_after_its_time() {
        twoJobs()
                .lost(new Take("a"))
                .then(new Take("b"), new Taken("2"))
                .then(new Take("b"), NOTHING)
                .lost(new Expire("1", "a"))
                .then(new Take("b"), new Taken("1"))
                .isExplainedBy(model);
        twoJobs()
                .lost(new Take("a"))
                .then(new Take("b"), new Taken("2"))
                .then(new Take("b"), NOTHING)
                .then(new Take("b"), new Taken("1"))
                .isNotExplainedBy(model);
    }

    @Test
    void a_state_is_told_in_short() {
        Jobs state = model.initial();
        for (int i = 10; i < 30; i++) {
            state = model.step(state, new Enqueue("" + i), ENQUEUED).orElseThrow();
        }
        state = model.step(state, new Take("a"), new Taken("10")).orElseThrow();
        assertThat(state)
                .hasToString("20 jobs, 19 waiting: [10 of a, 11 waits, 12 waits, 13 waits, 14 waits, 15 waits, "
                        + "16 waits, 17 waits, 18 waits, 19 waits, 20 waits, 21 waits] and more");
    }
}
