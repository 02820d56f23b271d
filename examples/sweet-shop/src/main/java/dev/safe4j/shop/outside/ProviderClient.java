package dev.safe4j.shop.outside;

import dev.safe4j.shop.provider.Account;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The provider over HTTP, asked once for each call: whether to ask again is for the caller to say. Thread-safe. */
public final class ProviderClient implements PaymentProvider {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration PATIENCE_WITH_BOOKS = Duration.ofSeconds(10);
    private static final int CREATED = 201;
    private static final int DECLINED = 402;
    private static final JsonMapper JSON = JsonMapper.shared();

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();
    private final URI address;
    private final Duration patience;

    /**
     * Makes the client.
     *
     * @param patience for how long an answer to a charge is awaited
     */
    public ProviderClient(URI address, Duration patience) {
        this.address = address;
        this.patience = patience;
    }

    public URI address() {
        return address;
    }

    private record Made(String id) {}

    @Override
    public String charge(@Nullable String key, String card, BigDecimal amount) {
        return charge(key, form("card", card, "amount", amount.toPlainString()));
    }

    /** Has the customer pay at the provider, which then tells the shop at that path. */
    public void pay(String card, BigDecimal amount, String path, String reference) {
        charge(null, form("card", card, "amount", amount.toPlainString(), "path", path, "reference", reference));
    }

    private String charge(@Nullable String key, BodyPublisher form) {
        HttpRequest.Builder request = request("/charges", patience).POST(form);
        if (key != null) {
            request.header("Idempotency-Key", key);
        }
        HttpResponse<String> answer = send(request);
        if (answer.statusCode() == DECLINED) {
            throw new Declined();
        }
        if (answer.statusCode() != CREATED) {
            throw new IllegalStateException(
                    "the payment provider answered " + answer.statusCode() + ": " + answer.body());
        }
        return JSON.readValue(answer.body(), Made.class).id();
    }

    /** What the provider knows of a card. */
    public Account account(String card) {
        return JSON.readValue(
                send(request("/cards/" + encoded(card), PATIENCE_WITH_BOOKS).GET())
                        .body(),
                Account.class);
    }

    /** Has the provider tell an instance of the shop, at its address, of payments from now on. */
    public void tell(URI shop) {
        send(request("/shops", PATIENCE_WITH_BOOKS).POST(form("address", shop.toString())));
    }

    /** The end of that. */
    public void tellNoMore(URI shop) {
        send(request("/shops", PATIENCE_WITH_BOOKS).method("DELETE", form("address", shop.toString())));
    }

    private HttpRequest.Builder request(String path, Duration bound) {
        return HttpRequest.newBuilder(address.resolve(path))
                .timeout(bound)
                .header("Content-Type", "application/x-www-form-urlencoded");
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException lost) {
            throw new NoAnswer(lost);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new NoAnswer(interrupted);
        }
    }

    private static BodyPublisher form(String... fields) {
        List<String> pairs = new ArrayList<>();
        for (int i = 0; i < fields.length; i += 2) {
            pairs.add(fields[i] + "=" + encoded(fields[i + 1]));
        }
        return BodyPublishers.ofString(String.join("&", pairs));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
