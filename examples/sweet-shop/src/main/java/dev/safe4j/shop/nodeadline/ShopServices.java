package dev.safe4j.shop.nodeadline;

import dev.safe4j.shop.nodeadline.Dashboard.Service;
import dev.safe4j.shop.outside.ProviderClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The four services of the dashboard: the database is asked for two of them, the payment provider for one, and one is a stranger that is
 * named by {@code shop.weather}, of whose time nobody has thought.
 */
@Component
class ShopServices {

    private final HttpClient http = HttpClient.newHttpClient();
    private final JdbcClient jdbc;
    private final ProviderClient provider;
    private final @Nullable URI weather;

    ShopServices(JdbcClient jdbc, ProviderClient provider, @Value("${shop.weather:#{null}}") @Nullable URI weather) {
        this.jdbc = jdbc;
        this.provider = provider;
        this.weather = weather;
    }

    Map<String, Service> all() {
        Map<String, Service> services = new LinkedHashMap<>();
        services.put("orders", () -> number("select count(*) from box_order") + " boxes are ordered");
        services.put("stock", () -> number("select count(*) from sweet where stock = 0") + " sweets are sold out");
        services.put(
                "payments",
                () -> "the provider is at " + provider.account("visa").charges() + " charges of visa");
        services.put("weather", this::weather);
        return services;
    }

    private long number(String sql) {
        return jdbc.sql(sql).query(Long.class).single();
    }

    private String weather() {
        if (weather == null) {
            return "no weather service is named (shop.weather)";
        }
        try {
            return http.send(HttpRequest.newBuilder(weather).build(), BodyHandlers.ofString())
                    .body();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while the weather was awaited");
        }
    }
}
