package dev.safe4j.it.quota;

import dev.safe4j.spring.Idempotent;
import dev.safe4j.spring.Quota;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Logins by quota, and beans with quotas that are right and wrong. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({QuotaApplication.Door.class, QuotaApplication.Mails.class})
class QuotaApplication {

    /** Handlers of requests. */
    @RestController
    static class Door {

        private final Mails mails;

        Door(Mails mails) {
            this.mails = mails;
        }

        @PostMapping("/login")
        @Quota("login:#{#user}")
        public String login(@RequestParam String user) {
            return "welcome " + user;
        }

        @GetMapping("/prices/{sweet}")
        @Quota(key = "#sweet", name = "burst", limit = 2, per = "1h")
        @Quota(key = "'all'", name = "day", limit = 100, per = "${it.day:1d}", sliding = true)
        public String price(@PathVariable String sweet) {
            return "2.50";
        }

        /** Has a quota further down. */
        @PostMapping("/mails/{to}")
        public String mail(@PathVariable String to) {
            mails.send(to);
            return "sent";
        }

        @GetMapping("/free")
        public String free() {
            return "free";
        }
    }

    /** A bean that answers nobody's requests. */
    public static class Mails {

        private final AtomicInteger sent = new AtomicInteger();

        @Quota(key = "#to", limit = 3, per = "1h")
        public int send(String to) {
            return sent.incrementAndGet();
        }

        /** It is refused before it is claimed. */
        @Quota(key = "'once'", name = "once", limit = 1, per = "1h")
        @Idempotent(key = "#to")
        public int once(String to) {
            return sent.incrementAndGet();
        }

        public int sent() {
            return sent.get();
        }
    }

    static class Unlimited {
        @Quota(key = "#user", name = "nowhere")
        public void run(String user) {}
    }

    static class NoWindow {
        @Quota(key = "#user", limit = 5)
        public void run(String user) {}
    }

    static class NoKey {
        @Quota(limit = 5, per = "1m")
        public void run(String user) {}
    }

    static class UnknownParameter {
        @Quota(key = "#nobody", limit = 5, per = "1m")
        public void run(String user) {}
    }

    static class TooLong {
        @Quota(key = "#user", limit = 5, per = "400d")
        public void run(String user) {}
    }

    static class Negative {
        @Quota(key = "#user", limit = -5, per = "1m")
        public void run(String user) {}
    }

    static class BadName {
        @Quota(key = "#user", name = "two words", limit = 5, per = "1m")
        public void run(String user) {}
    }

    static class Final {
        @Quota(key = "#user", limit = 5, per = "1m")
        public final void run(String user) {}
    }

    static class OnThis {
        public void all() {
            one("me");
        }

        @Quota(key = "#user", limit = 5, per = "1m")
        public void one(String user) {}
    }
}
