package dev.safe4j.shop.provider;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The provider's server, on the loopback alone.
 *
 * <p>{@code POST /charges} with {@code card} and {@code amount} charges a card, once for each {@code Idempotency-Key}, every time without
 * one; the same key with another card or amount is refused. With {@code path} and {@code reference} it then tells of the payment by a
 * webhook to that path of the shop, whose instances are named by {@code POST /shops}. {@code GET /cards/NAME} is what it knows of a card.
 * What goes wrong is planned: {@link FaultPlan}.
 */
public final class PaymentServer implements AutoCloseable {

    /** How long a late answer takes: longer than the patience of the shop. */
    private static final Duration LATE_BY = Duration.ofSeconds(2);

    private static final Duration SLOW_BY = Duration.ofMillis(40);
    private static final int THREADS = 16;
    private static final int WAITING = 1_000;
    private static final JsonMapper JSON = JsonMapper.shared();

    private final HttpServer server;
    private final ExecutorService threads = new ThreadPoolExecutor(
            THREADS,
            THREADS,
            1,
            TimeUnit.MINUTES,
            new ArrayBlockingQueue<>(WAITING),
            PaymentServer::daemon,
            new ThreadPoolExecutor.CallerRunsPolicy());
    private final Ledger ledger = new Ledger();
    private final FaultPlan plan;
    private final Webhooks webhooks;

    private PaymentServer(HttpServer server, long seed, String secret, Clock clock) {
        this.server = server;
        this.plan = new FaultPlan(seed);
        this.webhooks = new Webhooks(ledger, threads, secret, clock);
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "payment provider");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Starts it.
     *
     * @param port 0 for any that is free
     * @param seed of the faults
     * @param secret with which webhooks are signed, in base64
     * @param clock by which they are dated
     */
    public static PaymentServer start(int port, long seed, String secret, Clock clock) {
        // The JDK's server writes head and body apart: the second would wait 40 ms for the acknowledgement of the
        // first.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
            PaymentServer provider = new PaymentServer(server, seed, secret, clock);
            server.createContext("/", provider::handle);
            server.setExecutor(provider.threads);
            server.start();
            return provider;
        } catch (IOException failure) {
            throw new UncheckedIOException("no payment provider can be opened at port " + port, failure);
        }
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    public Account account(String card) {
        return ledger.account(card);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try {
            String path = exchange.getRequestURI().getRawPath();
            String route = exchange.getRequestMethod() + " " + path;
            if (route.equals("POST /charges")) {
                charge(Exchange.of(exchange));
            } else if (route.equals("POST /shops")) {
                Exchange read = Exchange.of(exchange);
                webhooks.add(shop(read));
                read.answer(200, "{}");
            } else if (route.equals("DELETE /shops")) {
                Exchange read = Exchange.of(exchange);
                webhooks.remove(shop(read));
                read.answer(200, "{}");
            } else if (route.startsWith("GET /cards/")) {
                String card = Exchange.decoded(path.substring("/cards/".length()));
                Exchange.write(exchange, 200, JSON.writeValueAsString(account(card)));
            } else {
                Exchange.write(exchange, 404, "{}");
            }
        } catch (Exchange.BadRequest bad) {
            Exchange.refuse(exchange, String.valueOf(bad.getMessage()));
        }
    }

    private static URI shop(Exchange read) {
        String address = read.text("address");
        if (!address.matches("http://[a-z0-9.-]+:[0-9]{1,5}")) {
            throw new Exchange.BadRequest("a shop is at an address like http://127.0.0.1:8080");
        }
        return URI.create(address);
    }

    private void charge(Exchange call) throws IOException {
        String card = call.text("card");
        BigDecimal amount = call.money("amount");
        String path = call.pathOrNull();
        String reference = path == null ? "" : call.text("reference");
        if (card.startsWith(FaultPlan.DECLINED)) {
            call.answer(402, "{\"error\":\"the card is declined\"}");
            return;
        }
        Fault fault = plan.of(card, ledger.begin(card));
        if (fault == Fault.CUT) {
            ledger.end(card);
            call.cut();
            return;
        }
        Optional<Ledger.Charge> charge = ledger.charge(call.key(), card, amount);
        charge.filter(Ledger.Charge::isNew).ifPresent(made -> tell(made, path, reference));
        String answer = charge.map(made -> "{\"id\":\"" + made.id() + "\"}")
                .orElse("{\"error\":\"this key was used for another charge\"}");
        int status = charge.isPresent() ? 201 : 422;
        switch (fault) {
            case LOST -> {
                ledger.end(card);
                call.cut();
            }
            case LATE -> answerIn(LATE_BY, () -> end(call, card, status, answer));
            case SLOW -> answerIn(SLOW_BY, () -> end(call, card, status, answer));
            default -> end(call, card, status, answer);
        }
    }

    private void tell(Ledger.Charge made, @Nullable String path, String reference) {
        if (path != null) {
            String id = "evt_" + made.id();
            String body = JSON.writeValueAsString(Map.of("id", id, "card", made.card(), "reference", reference));
            webhooks.send(new Webhooks.Event(made.card(), path, id, body), plan.copies(made.number()));
        }
    }

    private void answerIn(Duration time, Runnable answer) {
        CompletableFuture.delayedExecutor(time.toMillis(), TimeUnit.MILLISECONDS, threads)
                .execute(answer);
    }

    private void end(Exchange call, String card, int status, String answer) {
        ledger.end(card);
        try {
            call.answer(status, answer);
        } catch (IOException gone) {
            call.cut(); // nobody waits for it any more
        }
    }

    /** Closes every connection; what was on its way is lost. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
