package dev.safe4j.it.trace;

import brave.Tracing;
import brave.propagation.ThreadLocalCurrentTraceContext;
import brave.sampler.Sampler;
import dev.safe4j.job.JobQueue;
import dev.safe4j.job.JobRun;
import dev.safe4j.lock.Locks;
import dev.safe4j.spring.IdempotentRequest;
import dev.safe4j.spring.JobHandler;
import dev.safe4j.spring.JobPolicy;
import dev.safe4j.spring.Locked;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationHandler.FirstMatchingCompositeObservationHandler;
import io.micrometer.tracing.brave.bridge.BraveBaggageManager;
import io.micrometer.tracing.brave.bridge.BraveCurrentTraceContext;
import io.micrometer.tracing.brave.bridge.BravePropagator;
import io.micrometer.tracing.brave.bridge.BraveTracer;
import io.micrometer.tracing.brave.bridge.W3CPropagation;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingReceiverTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingSenderTracingObservationHandler;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** A service whose requests go through a filter, a lock, a transaction and a job, under a real tracer. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({TracedApplication.Door.class, TracedApplication.Orders.class, TracedApplication.Mails.class})
class TracedApplication {

    @Bean
    Spans spans() {
        return new Spans();
    }

    @Bean(destroyMethod = "close")
    Tracing tracing(Spans spans) {
        return Tracing.newBuilder()
                .currentTraceContext(ThreadLocalCurrentTraceContext.create())
                .propagationFactory(new W3CPropagation())
                .traceId128Bit(true)
                .supportsJoin(false)
                .sampler(Sampler.ALWAYS_SAMPLE)
                .addSpanHandler(spans)
                .build();
    }

    /** As Spring Boot sets it up for Brave: the first that takes an observation makes its span. */
    @Bean
    ObservationHandler<Observation.Context> tracer(Tracing tracing) {
        BraveTracer tracer = new BraveTracer(
                tracing.tracer(),
                new BraveCurrentTraceContext(tracing.currentTraceContext()),
                new BraveBaggageManager());
        BravePropagator propagator = new BravePropagator(tracing);
        return new FirstMatchingCompositeObservationHandler(
                new PropagatingReceiverTracingObservationHandler<>(tracer, propagator),
                new PropagatingSenderTracingObservationHandler<>(tracer, propagator),
                new DefaultTracingObservationHandler(tracer));
    }

    @RestController
    static class Door {

        private final Orders orders;

        Door(Orders orders) {
            this.orders = orders;
        }

        @PostMapping("/orders")
        @IdempotentRequest
        String order(@RequestParam String sweet) {
            orders.place(sweet);
            return "ordered";
        }
    }

    static class Orders {

        private final JobQueue jobs;
        private final JdbcTemplate jdbc;

        Orders(JobQueue jobs, JdbcTemplate jdbc) {
            this.jobs = jobs;
            this.jdbc = jdbc;
        }

        @Locked(key = "'sweet:' + #sweet")
        @Transactional
        public void place(String sweet) {
            jdbc.update("insert into placed (sweet) values (?)", sweet);
            jobs.enqueue("mail", sweet);
        }
    }

    static class Mails {

        private final Locks locks;
        private final AtomicInteger attempts = new AtomicInteger();

        Mails(Locks locks) {
            this.locks = locks;
        }

        AtomicInteger attempts() {
            return attempts;
        }

        /** Fails at first: its second attempt belongs to the same trace. */
        @JobHandler("mail")
        @JobPolicy(attempts = 2, firstDelay = "1ms")
        void send(String sweet, JobRun run) {
            locks.runWithLock("mailbox", held -> attempts.incrementAndGet());
            if (run.attempt() == 1) {
                throw new IllegalStateException("no server for " + sweet);
            }
        }
    }
}
