package dev.safe4j.it.http;

import dev.safe4j.idempotency.ClaimedAttempt;
import dev.safe4j.spring.Idempotent.Mode;
import dev.safe4j.spring.IdempotentRequest;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Handlers that write with their keys; none of them has a transaction of its own unless it says so. */
@RestController
@IdempotentRequest(mode = Mode.SAME_TRANSACTION, within = "20s")
class TogetherController {

    static final String SECRET = "order-was-placed";

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    final AtomicInteger runs = new AtomicInteger();
    volatile CountDownLatch atCommit = new CountDownLatch(1);
    volatile CountDownLatch mayCommit = new CountDownLatch(1);
    volatile Runnable inTheMiddle = () -> {};

    TogetherController(JdbcTemplate jdbc, PlatformTransactionManager manager) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(manager);
    }

    private long insert(String sweet) {
        runs.incrementAndGet();
        return Objects.requireNonNull(
                jdbc.queryForObject("insert into sweet_order (sweet) values (?) returning id", Long.class, sweet));
    }

    /** As successful as an answer can be, and flushed. */
    private static void succeed(HttpServletResponse response, long order) throws IOException {
        response.setStatus(201);
        response.setHeader("Location", "/together/" + SECRET + "/" + order);
        response.addCookie(new Cookie("session", SECRET));
        response.setContentType("text/plain");
        response.getWriter().write(SECRET + " " + order);
        response.getWriter().flush();
        response.flushBuffer();
    }

    @PostMapping("/together/orders")
    void order(@RequestParam String sweet, HttpServletResponse response) throws IOException {
        long order = insert(sweet);
        inTheMiddle.run();
        succeed(response, order);
    }

    @PostMapping("/together/status")
    ResponseEntity<String> status(@RequestParam int code, ClaimedAttempt attempt) {
        insert("status");
        return ResponseEntity.status(code).body("attempt " + attempt.number() + " of run " + runs);
    }

    @PostMapping("/together/throws")
    void throwsOn(HttpServletResponse response) throws IOException {
        succeed(response, insert("throws"));
        throw new IllegalStateException("after the write");
    }

    @ResponseStatus(HttpStatus.CONFLICT)
    static final class SoldOutException extends RuntimeException {

        private static final long serialVersionUID = 1L;
    }

    static final class NoSuchSweetException extends RuntimeException {

        private static final long serialVersionUID = 1L;
    }

    /** Says success, flushes nothing, and throws what another makes an answer of. */
    @PostMapping("/together/no-such-sweet")
    void noSuchSweet(HttpServletResponse response) throws IOException {
        response.getWriter().write(SECRET + " " + insert("no-such-sweet"));
        throw new NoSuchSweetException();
    }

    @PostMapping("/together/redirects")
    void redirects(HttpServletResponse response) throws ReflectiveOperationException {
        long order = insert("redirects");
        HttpServletResponse.class
                .getMethod("sendRedirect", String.class, int.class)
                .invoke(response, "/together/" + SECRET + "/" + order, 303);
        throw new IllegalStateException("after the redirection");
    }

    @ExceptionHandler(NoSuchSweetException.class)
    ResponseEntity<byte[]> noSuchSweet() {
        return ResponseEntity.status(422).body("no such sweet".getBytes(StandardCharsets.UTF_8));
    }

    @PostMapping("/together/sold-out")
    void soldOut() {
        insert("sold-out");
        throw new SoldOutException();
    }

    /** Catches what has doomed the transaction. */
    @PostMapping("/together/swallows")
    ResponseEntity<String> swallows(@RequestParam int code) {
        try {
            transaction.executeWithoutResult(status -> {
                insert("swallows");
                throw new SoldOutException();
            });
        } catch (SoldOutException swallowed) {
            return ResponseEntity.status(code).header("X-Secret", SECRET).body(SECRET);
        }
        return ResponseEntity.ok("not reached");
    }

    /** Its commit fails: there is no such order. */
    @PostMapping("/together/parcel")
    void parcel(HttpServletResponse response) throws IOException {
        long order = insert("parcel");
        jdbc.update("insert into parcel (sweet_order) values (-1)");
        succeed(response, order);
    }

    /** Waits just before its commit. */
    @PostMapping("/together/held")
    void held(HttpServletResponse response) throws IOException {
        succeed(response, insert("held"));
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void beforeCommit(boolean readOnly) {
                atCommit.countDown();
                try {
                    if (!mayCommit.await(20, TimeUnit.SECONDS)) {
                        throw new IllegalStateException("nobody let it commit");
                    }
                } catch (InterruptedException stopped) {
                    throw new IllegalStateException(stopped);
                }
            }
        });
    }

    /** Loses against somebody else when it commits, the first time. */
    @PostMapping("/together/conflict")
    void conflict(HttpServletResponse response) throws IOException {
        succeed(response, insert("conflict"));
        if (runs.get() == 1) {
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void beforeCommit(boolean readOnly) {
                    throw new OptimisticLockingFailureException("as JPA says at the flush");
                }
            });
        }
    }

    @PostMapping("/together/large")
    void large(HttpServletResponse response) throws IOException {
        succeed(response, insert("large"));
        response.getWriter().write("x".repeat(5_000));
        response.getWriter().flush();
    }

    @PostMapping("/together/events")
    void events(HttpServletResponse response) throws IOException {
        insert("events");
        response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
        response.getOutputStream().print("data: " + SECRET + "\n\n");
        response.flushBuffer();
    }

    /** Never guarded, so it may answer as it likes. */
    @GetMapping("/together/later")
    Callable<String> later() {
        return () -> "later";
    }

    /** Guarded by its path, of which nobody knows at start what it returns. */
    @RestController
    static class ByPath {

        private final TogetherController handlers;

        ByPath(TogetherController handlers) {
            this.handlers = handlers;
        }

        @PostMapping("/by-path/orders")
        String order() {
            return "order " + handlers.insert("by-path");
        }

        @PostMapping("/by-path/later")
        Callable<String> later() {
            long order = handlers.insert("by-path");
            return () -> SECRET + " " + order;
        }
    }
}
