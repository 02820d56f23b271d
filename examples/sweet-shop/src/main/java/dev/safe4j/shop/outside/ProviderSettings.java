package dev.safe4j.shop.outside;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which payment provider the shop calls.
 *
 * @param url where it is; if not set, the shop brings one of its own
 * @param port of that, 0 for any that is free
 * @param seed of what goes wrong at that
 * @param patience for how long the shop awaits the answer to a charge
 * @param secret with which the provider signs, in base64
 */
@ConfigurationProperties("provider")
public record ProviderSettings(
        @Nullable URI url,
        @DefaultValue("0") int port,
        @DefaultValue("1") long seed,
        @DefaultValue("1s") Duration patience,
        @DefaultValue("c3dlZXQgc2hvcCwgc3dlZXQgc2VjcmV0") String secret) {

    private static final Duration LONGEST_PATIENCE = Duration.ofMinutes(1);

    /** Checks the bounds. */
    public ProviderSettings {
        if (url != null && (!"http".equals(url.getScheme()) || url.getHost() == null)) {
            throw new IllegalArgumentException(
                    "provider.url must be an address like http://localhost:8090, and is '" + url + "'");
        }
        if (patience.isNegative() || patience.isZero() || patience.compareTo(LONGEST_PATIENCE) > 0) {
            throw new IllegalArgumentException("provider.patience must be above 0 and at most a minute: " + patience);
        }
    }
}
