package dev.safe4j.it.http;

import dev.safe4j.idempotency.ClaimedAttempt;
import dev.safe4j.servers.Await;
import dev.safe4j.spring.IdempotentRequest;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/** Handlers that count how often they were run. */
@RestController
class KeyedController {

    private final Map<String, AtomicInteger> runs = new ConcurrentHashMap<>();
    private final FaultyKeys keys;
    volatile CountDownLatch gate = new CountDownLatch(0);

    KeyedController(FaultyKeys keys) {
        this.keys = keys;
    }

    int runs(String what) {
        return runs.computeIfAbsent(what, any -> new AtomicInteger()).get();
    }

    private int ran(String what) {
        return runs.computeIfAbsent(what, any -> new AtomicInteger()).incrementAndGet();
    }

    @IdempotentRequest
    @PostMapping("/orders")
    ResponseEntity<byte[]> order(@RequestBody byte[] body, HttpServletResponse response) throws InterruptedException {
        int run = ran("order");
        gate.await();
        response.addCookie(new Cookie("session", "secret"));
        byte[] answer = ("order " + run + " of " + new String(body, StandardCharsets.UTF_8) + "\0\u00ff\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
        return ResponseEntity.created(URI.create("/orders/" + run))
                .eTag("\"v" + run + "\"")
                .header("X-Part", "a", "b")
                .header("X-Request-Id", "request-" + run)
                .header("Set-Cookie", "basket=" + run) // by the header, besides the one that the container writes
                .header("Content-Type", "application/x-sweets")
                .body(answer);
    }

    @GetMapping("/orders")
    String orders() {
        return "orders " + ran("orders");
    }

    @IdempotentRequest
    @PatchMapping("/orders/{id}")
    String change(@PathVariable String id, @RequestBody Map<String, Object> change) {
        return "changed " + id + " to " + change + " in run " + ran("change");
    }

    /** More special than the one above, and not guarded. */
    @PatchMapping("/orders/draft")
    String draft(HttpServletRequest request) {
        return "draft " + ran("draft") + " " + isBuffered(request);
    }

    @PostMapping("/unguarded")
    String unguarded(HttpServletRequest request) {
        return "unguarded " + ran("unguarded") + " " + isBuffered(request);
    }

    private static boolean isBuffered(ServletRequest request) {
        boolean isGuarded = request.getClass().getName().contains("Guarded");
        return isGuarded || request instanceof ServletRequestWrapper outer && isBuffered(outer.getRequest());
    }

    @IdempotentRequest(required = false)
    @PostMapping("/form")
    String form(@RequestParam String sweet, @RequestParam int count) {
        return sweet + " " + count + " " + ran("form");
    }

    @IdempotentRequest(within = "10s")
    @PostMapping("/waiting")
    String waiting(HttpServletResponse response) throws IOException, InterruptedException {
        gate.await();
        response.setContentType("text/plain;charset=ISO-8859-1");
        response.getWriter().write("süß " + ran("waiting"));
        response.flushBuffer();
        return "";
    }

    @IdempotentRequest
    @PostMapping("/deferred")
    DeferredResult<ResponseEntity<String>> deferred() {
        DeferredResult<ResponseEntity<String>> result = new DeferredResult<>();
        ran("deferred-begun");
        later(() ->
                result.setResult(ResponseEntity.accepted().header("X-Run", "1").body("deferred " + ran("deferred"))));
        return result;
    }

    @IdempotentRequest
    @PostMapping("/callable")
    Callable<String> callable() {
        ran("callable-begun");
        return () -> {
            gate.await();
            return "callable " + ran("callable");
        };
    }

    @IdempotentRequest
    @PostMapping("/future")
    CompletableFuture<String> future() {
        CompletableFuture<String> result = new CompletableFuture<>();
        ran("future-begun");
        later(() -> result.complete("future " + ran("future")));
        return result;
    }

    @IdempotentRequest
    @PostMapping("/failing-future")
    CompletableFuture<String> failingFuture(ClaimedAttempt attempt) {
        CompletableFuture<String> result = new CompletableFuture<>();
        later(() -> result.completeExceptionally(new IllegalStateException("attempt " + attempt.number())));
        ran("failing-future");
        return result;
    }

    private void later(Runnable run) {
        CountDownLatch wait = gate;
        new Thread(() -> {
                    try {
                        wait.await();
                        run.run();
                    } catch (InterruptedException stopped) {
                        Thread.currentThread().interrupt();
                    }
                })
                .start();
    }

    @IdempotentRequest
    @PostMapping("/stream")
    StreamingResponseBody stream(@RequestParam int bytes) {
        ran("stream");
        return out -> {
            for (int i = 0; i < bytes; i++) {
                out.write('x');
            }
            out.flush();
        };
    }

    @IdempotentRequest
    @PostMapping("/events")
    SseEmitter events() throws IOException {
        SseEmitter emitter = new SseEmitter();
        int run = ran("events");
        later(() -> {
            try {
                emitter.send("event " + run);
                emitter.complete();
            } catch (IOException gone) {
                emitter.completeWithError(gone);
            }
        });
        return emitter;
    }

    @IdempotentRequest
    @PostMapping("/status")
    ResponseEntity<String> status(@RequestParam int code, @Nullable ClaimedAttempt attempt) {
        int run = ran("status");
        return ResponseEntity.status(code)
                .header("X-Run", String.valueOf(run))
                .body("run " + run + ", attempt " + (attempt == null ? 0 : attempt.number()));
    }

    @IdempotentRequest
    @PostMapping("/error-page")
    void errorPage() {
        ran("error-page");
        throw new ResponseStatusException(HttpStatus.NOT_FOUND, "no such sweet");
    }

    @IdempotentRequest
    @PostMapping("/busy")
    ResponseEntity<String> busy() {
        return ResponseEntity.status(409).header("Retry-After", "1").body("run " + ran("busy"));
    }

    @IdempotentRequest
    @PostMapping("/failing")
    String failing(ClaimedAttempt attempt) {
        if (attempt.number() == 1) {
            ran("failing");
            throw new IllegalStateException("after an effect");
        }
        return "attempt " + attempt.number();
    }

    @IdempotentRequest
    @PostMapping("/unlinked")
    void unlinked(HttpServletResponse response) {
        response.setHeader(KeyedApplication.UNLINKED, "of run " + ran("unlinked"));
    }

    @IdempotentRequest(takesOver = false)
    @PostMapping("/payment")
    String payment() {
        ran("payment");
        throw new IllegalStateException("after an effect");
    }

    @IdempotentRequest
    @PostMapping("/redirect")
    void redirect(HttpServletResponse response) throws IOException {
        response.sendRedirect("/orders/" + ran("redirect"));
    }

    @IdempotentRequest
    @PostMapping("/forward")
    void forward(HttpServletRequest request, HttpServletResponse response) throws ServletException, IOException {
        ran("forward");
        request.getRequestDispatcher("/unguarded").forward(request, response);
    }

    @IdempotentRequest
    @PostMapping("/down")
    String down() {
        keys.down(true);
        return "down " + ran("down");
    }

    @IdempotentRequest
    @PostMapping("/lost")
    ResponseEntity<String> lost() {
        keys.takeAwayTheLast();
        return ResponseEntity.created(URI.create("/lost/" + ran("lost"))).body("done");
    }

    @IdempotentRequest(lease = "300ms")
    @PostMapping("/slow-store")
    ResponseEntity<String> slow(ClaimedAttempt attempt) {
        ran("slow-store");
        keys.takeAwayTheLast();
        Await.until(Duration.ofSeconds(10), "the claim is lost", () -> !attempt.isHeld());
        return ResponseEntity.ok("x".repeat(10_000));
    }

    @PostMapping("/paths/{id}")
    String path(@PathVariable String id) {
        return "path " + id + " " + ran("path");
    }

    @IdempotentRequest(required = false)
    @PostMapping("/steps")
    String steps(@Nullable ClaimedAttempt attempt) {
        return attempt == null ? "no key" : attempt.idempotencyKey("charge");
    }
}
