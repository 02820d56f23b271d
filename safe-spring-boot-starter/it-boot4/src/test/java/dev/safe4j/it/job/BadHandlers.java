package dev.safe4j.it.job;

import dev.safe4j.job.JobRun;
import dev.safe4j.spring.JobHandler;
import dev.safe4j.spring.JobPolicy;
import dev.safe4j.spring.JobSchedule;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Beans with which an application must not start. */
final class BadHandlers {

    private BadHandlers() {}

    static class OfTheClass {
        @JobHandler("mail")
        static void send(String mail) {}
    }

    static class Hidden {
        @JobHandler("mail")
        private void send(String mail) {}
    }

    static class OfTwo {
        @JobHandler("mail")
        void send(String mail, String text) {}
    }

    static class OfNothing {
        @JobHandler("mail")
        void send(JobRun run) {}
    }

    static class OfMany {
        @JobHandler("mail")
        void send(List<String> mails) {}
    }

    static class OfAnything {
        @JobHandler("mail")
        void send(Object mail) {}
    }

    static class Later {
        @JobHandler("mail")
        CompletableFuture<String> send(String mail) {
            return new CompletableFuture<>();
        }
    }

    static class LaterAsMono {
        @JobHandler("mail")
        Mono<String> send(String mail) {
            return Mono.empty();
        }
    }

    static class LaterAsFlux {
        @JobHandler("mail")
        Flux<String> send(String mail) {
            return Flux.empty();
        }
    }

    static class LaterAsFuture {
        @JobHandler("mail")
        Future<String> send(String mail) {
            return new FutureTask<>(() -> mail);
        }
    }

    static class Twice {
        @JobHandler("mail")
        void send(String mail) {}

        @JobHandler("mail")
        void sendAgain(String mail) {}
    }

    static class Nameless {
        @JobHandler(" ")
        void send(String mail) {}
    }

    static class Both {
        @JobHandler("mail")
        @JobSchedule(name = "count", every = "1s")
        void send(String mail) {}
    }

    static class Neither {
        @JobPolicy(attempts = 3)
        void send(String mail) {}
    }

    static class Impatient {
        @JobHandler("mail")
        @JobPolicy(timeLimit = "1ms")
        void send(String mail) {}
    }

    static class Paceless {
        @JobHandler("mail")
        @JobPolicy(pace = "often")
        void send(String mail) {}
    }

    static class Transactional {
        @JobHandler("mail")
        @JobPolicy(transactional = true)
        void send(String mail) {}
    }

    static class OfSomething {
        @JobSchedule(name = "count", every = "1s")
        void count(String what) {}
    }

    static class Timeless {
        @JobSchedule(name = "count")
        void count() {}
    }

    static class TwoTimes {
        @JobSchedule(name = "count", cron = "0 0 3 * * *", every = "1s")
        void count() {}
    }

    static class NoCron {
        @JobSchedule(name = "count", cron = "at three")
        void count() {}
    }

    static class Never {
        @JobSchedule(name = "count", cron = "0 0 0 30 2 *")
        void count() {}
    }

    static class Nowhere {
        @JobSchedule(name = "count", cron = "0 0 3 * * *", zone = "Loompaland")
        void count() {}
    }

    static class TooOften {
        @JobSchedule(name = "count", every = "1ms")
        void count() {}
    }

    static class Final {
        @JobHandler("mail")
        final void send(String mail) {}
    }
}
