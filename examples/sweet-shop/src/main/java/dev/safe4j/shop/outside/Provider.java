package dev.safe4j.shop.outside;

import dev.safe4j.once.Inbox;
import dev.safe4j.shop.provider.PaymentServer;
import dev.safe4j.shop.web.OwnAddress;
import dev.safe4j.spring.webhook.WebhookReceiver;
import dev.safe4j.spring.webhook.WebhookSignature;
import java.net.URI;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** The payment provider that is named by {@code provider.url}, or else one that the shop brings. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ProviderSettings.class)
class Provider {

    private static final Clock CLOCK = Clock.systemUTC();

    static final class NoneNamed implements Condition {
        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return !context.getEnvironment().containsProperty("provider.url");
        }
    }

    /** Its own, where no other is named. */
    @Bean
    @Conditional(NoneNamed.class)
    PaymentServer ownProvider(ProviderSettings settings) {
        return PaymentServer.start(settings.port(), settings.seed(), settings.secret(), CLOCK);
    }

    @Bean
    ProviderClient providerClient(ProviderSettings settings, ObjectProvider<PaymentServer> own) {
        return new ProviderClient(
                settings.url() == null ? own.getObject().address() : settings.url(), settings.patience());
    }

    /** What the provider tells is checked and handled once. */
    @Bean
    WebhookReceiver paymentWebhooks(ProviderSettings settings, Inbox inbox) {
        return new WebhookReceiver("payments", WebhookSignature.standard(CLOCK, settings.secret()), inbox);
    }

    @Bean
    Listing listing(ProviderClient provider, OwnAddress address) {
        return new Listing(provider, address);
    }

    /** Has the provider tell this instance too, for as long as it is open. */
    static final class Listing implements DisposableBean {

        private static final Logger LOG = LoggerFactory.getLogger(Listing.class);

        private final ProviderClient provider;
        private final OwnAddress address;
        private @Nullable URI listed;

        Listing(ProviderClient provider, OwnAddress address) {
            this.provider = provider;
            this.address = address;
        }

        @EventListener
        void open(WebServerInitializedEvent event) {
            URI own = address.uri(event.getWebServer().getPort());
            provider.tell(own);
            listed = own;
        }

        @Override
        public void destroy() {
            URI own = listed;
            if (own == null) {
                return;
            }
            try {
                provider.tellNoMore(own);
            } catch (PaymentProvider.NoAnswer gone) {
                LOG.debug("The payment provider was closed before the shop.", gone);
            }
        }
    }
}
