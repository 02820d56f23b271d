package dev.safe4j.autoconfigure;

import dev.safe4j.autoconfigure.LockProperties.Store;
import dev.safe4j.lock.LockStore;
import dev.safe4j.redis.lock.QuorumLockStore;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.redisson.Redisson;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.annotation.Bean;

/** Locks in most of several independent Redis servers, if that was asked for. */
@AutoConfiguration
@ConditionalOnSafe4j
@OnLockStore.Is(Store.QUORUM)
@ConditionalOnClass(Redisson.class)
@ConditionalOnMissingBean(LockStore.class)
@EnableConfigurationProperties(LockProperties.class)
public final class SafeQuorumLockAutoConfiguration {

    @Bean
    QuorumClients safe4jQuorumClients(LockProperties properties) {
        List<String> nodes = properties.nodes();
        return checked(nodes, () -> new QuorumClients(nodes == null ? List.of() : nodes));
    }

    @Bean
    QuorumLockStore safe4jQuorumLockStore(QuorumClients clients, LockProperties properties) {
        return checked(properties.nodes(), () -> clients.store(properties.prefix()));
    }

    private static <T> T checked(@Nullable List<String> nodes, Supplier<T> made) {
        try {
            return made.get();
        } catch (IllegalArgumentException refused) {
            throw new InvalidConfigurationPropertyValueException(
                    "safe4j.lock.nodes",
                    nodes,
                    "With safe4j.lock.store=quorum it names independent Redis servers, such as redis://10.0.0.1:6379,"
                            + "redis://10.0.0.2:6379,redis://10.0.0.3:6379: " + refused.getMessage());
        }
    }
}
