package dev.safe4j.spring.flight;

import dev.safe4j.flight.FlightListener;
import dev.safe4j.flight.SingleFlight;
import dev.safe4j.flight.SingleFlightBuilder;
import dev.safe4j.spring.proxy.OutermostPostProcessor;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.util.function.SingletonSupplier;

/** Puts flights around annotated beans: outside of their locks, retries, transactions and caches, inside of their claims. */
@SuppressWarnings("serial") // a post-processor is never serialized; ProxyConfig says it could be
public final class SingleFlightPostProcessor extends OutermostPostProcessor {

    private static final int INSIDE_OF_CLAIMS = 3;

    /**
     * What the flights are set up with.
     *
     * @param within how long a caller waits, unless its annotation says otherwise
     * @param listeners are told what becomes of runs
     */
    public record Settings(Duration within, List<FlightListener> listeners) {

        /** Copies the listeners. */
        public Settings {
            listeners = List.copyOf(listeners);
        }

        /** One for all methods, so that methods that wait for each other in a circle are noticed. */
        private SingleFlight<SharedCall, @Nullable Object> build() {
            SingleFlightBuilder<SharedCall, @Nullable Object> builder = SingleFlight.builder();
            listeners.forEach(builder::listener);
            return builder.within(within).build();
        }
    }

    /**
     * Makes the post-processor.
     *
     * @param settings of the flights; asked at the first call of an annotated method
     * @param placeholders resolves <code>${…}</code>
     * @param insideTransaction tells whether the calling thread is inside a transaction
     * @param classProxies whether beans that have interfaces are proxied by class nevertheless
     */
    public SingleFlightPostProcessor(
            Supplier<Settings> settings,
            UnaryOperator<String> placeholders,
            BooleanSupplier insideTransaction,
            boolean classProxies) {
        super(
                new FlightPointcut(),
                new FlightInterceptor(
                        SingletonSupplier.of(() -> settings.get().build()), placeholders, insideTransaction),
                classProxies,
                INSIDE_OF_CLAIMS);
    }
}
