package dev.safe4j.it.job;

import dev.safe4j.job.JobQueue;
import dev.safe4j.job.JobRun;
import dev.safe4j.spring.JobHandler;
import dev.safe4j.spring.JobPolicy;
import dev.safe4j.spring.JobSchedule;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** A service whose work is written down before it is done. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({JobApplication.Orders.class, JobApplication.Mails.class})
class JobApplication {

    /** What a mail is about. */
    record Mail(String to, int pieces) {}

    /** Enqueues. */
    static class Orders {

        private final JobQueue jobs;

        Orders(JobQueue jobs) {
            this.jobs = jobs;
        }

        @Transactional
        public void order(String customer, boolean fails) {
            jobs.enqueue("mail", new Mail(customer, 2));
            if (fails) {
                throw new IllegalStateException("sold out");
            }
        }
    }

    /** Handles; has a proxy, as one of its methods is transactional. */
    static class Mails {

        final List<String> sent = new CopyOnWriteArrayList<>();
        final List<Instant> ticks = new CopyOnWriteArrayList<>();
        final AtomicBoolean isBroken = new AtomicBoolean();
        private final JdbcTemplate jdbc;

        Mails(JdbcTemplate jdbc) {
            this.jdbc = jdbc;
        }

        List<String> sent() {
            return sent;
        }

        List<Instant> ticks() {
            return ticks;
        }

        AtomicBoolean broken() {
            return isBroken;
        }

        @JobHandler("mail")
        void send(Mail mail, JobRun run) {
            sent.add(mail.to() + " " + mail.pieces() + " " + run.attempt());
        }

        @JobHandler("inside")
        @Transactional
        public String inside(Mail mail) {
            sent.add(mail.to() + " " + TransactionSynchronizationManager.isActualTransactionActive());
            return "is not kept";
        }

        @JobHandler("${it.fragile}")
        @JobPolicy(attempts = 7, firstDelay = "1ms")
        public void fragile(Mail mail, JobRun run) {
            if (isBroken.get()) {
                throw new IllegalStateException("no server for " + mail.to());
            }
            sent.add(mail.to() + " " + run.attempt());
        }

        /** Its first attempt fails after it has written: what it wrote must not be there. */
        @JobHandler("book")
        @JobPolicy(transactional = true, firstDelay = "1ms")
        void book(JobRun run, Mail mail) {
            jdbc.update("insert into ledger (entry, attempt) values (?, ?)", mail.to(), run.attempt());
            if (run.attempt() == 1) {
                throw new IllegalStateException("after the write");
            }
        }

        @JobSchedule(name = "ticks", cron = "* * * * * *")
        void tick(JobRun run) {
            ticks.add(run.due());
        }
    }
}
