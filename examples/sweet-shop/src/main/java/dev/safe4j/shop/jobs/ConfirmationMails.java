package dev.safe4j.shop.jobs;

import dev.safe4j.job.JobRun;
import dev.safe4j.shop.outside.PostOffice;
import dev.safe4j.spring.JobHandler;
import dev.safe4j.spring.JobPolicy;
import org.springframework.stereotype.Component;

/** Sends what orders have left to be sent; the key lets the mail server know a mail that it has had. */
@Component
class ConfirmationMails {

    private final PostOffice office;

    ConfirmationMails(PostOffice office) {
        this.office = office;
    }

    @JobHandler("confirmation")
    @JobPolicy(timeLimit = "30s")
    void send(Confirmation order, JobRun run) {
        office.send(
                run.idempotencyKey("mail"),
                order.customer(),
                "Your order " + order.order() + " of box " + order.box() + " is on its way.");
    }
}
