package dev.safe4j.shop.provider;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Delivers events, at least once as everybody does: several copies at once by the plan, and each again until it is answered by a success
 * or was tried often enough. The instances of the shop get them in turn. Signed as Standard Webhooks says. Thread-safe.
 */
final class Webhooks {

    private static final int MOST_ADDRESSES = 100;
    private static final int TRIES = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final long FIRST_PAUSE = Duration.ofMillis(50).toMillis();

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final List<URI> shops = new CopyOnWriteArrayList<>();
    private final AtomicInteger turn = new AtomicInteger();
    private final Ledger ledger;
    private final Executor threads;
    private final byte[] secret;
    private final Clock clock;

    Webhooks(Ledger ledger, Executor threads, String secret, Clock clock) {
        this.ledger = ledger;
        this.threads = threads;
        this.secret = Base64.getDecoder().decode(secret);
        this.clock = clock;
    }

    /**
     * An event, as it is delivered.
     *
     * @param card whose account counts its deliveries
     * @param path where at the shop
     * @param id the same in every delivery
     * @param body the same too
     */
    record Event(String card, String path, String id, String body) {}

    /** From now on events go to this instance of the shop too. */
    void add(URI shop) {
        if (!shops.contains(shop) && shops.size() < MOST_ADDRESSES) {
            shops.add(shop);
        }
    }

    void remove(URI shop) {
        shops.remove(shop);
    }

    void send(Event event, int copies) {
        ledger.sent(event.card(), copies);
        for (int i = 0; i < copies; i++) {
            deliver(event, 1);
        }
    }

    private void deliver(Event event, int attempt) {
        List<URI> addresses = List.copyOf(shops);
        if (addresses.isEmpty()) {
            again(event, attempt);
            return;
        }
        URI shop = addresses.get(Math.floorMod(turn.getAndIncrement(), addresses.size()));
        CompletableFuture<?> unused = http.sendAsync(request(shop, event), BodyHandlers.discarding())
                .whenComplete((answer, failure) -> settle(event, attempt, answer));
    }

    private void settle(Event event, int attempt, @Nullable HttpResponse<Void> answer) {
        if (answer != null) {
            ledger.answered(event.card());
        }
        if (answer != null && answer.statusCode() / 100 == 2) {
            ledger.over(event.card());
        } else {
            again(event, attempt);
        }
    }

    private void again(Event event, int attempt) {
        if (attempt == TRIES) {
            ledger.over(event.card());
            return;
        }
        CompletableFuture.delayedExecutor(FIRST_PAUSE << (attempt - 1), TimeUnit.MILLISECONDS, threads)
                .execute(() -> deliver(event, attempt + 1));
    }

    private HttpRequest request(URI shop, Event event) {
        String timestamp = Long.toString(clock.instant().getEpochSecond());
        return HttpRequest.newBuilder(shop.resolve(event.path()))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .header("webhook-id", event.id())
                .header("webhook-timestamp", timestamp)
                .header("webhook-signature", signature(event.id() + "." + timestamp + "." + event.body()))
                .POST(BodyPublishers.ofString(event.body()))
                .build();
    }

    private String signature(String signed) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has this", impossible);
        }
    }
}
