package dev.safe4j.autoconfigure;

import dev.safe4j.autoconfigure.LockProperties.Store;
import dev.safe4j.lock.LockStore;
import dev.safe4j.redis.lock.QuorumLockStore;
import java.util.List;
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

    private static final int FEWEST = 3;

    @Bean
    QuorumClients safe4jQuorumClients(LockProperties properties) {
        List<String> nodes = properties.nodes();
        if (nodes == null || nodes.size() < FEWEST) {
            throw new InvalidConfigurationPropertyValueException(
                    "safe4j.lock.nodes",
                    nodes,
                    "A quorum has " + FEWEST
                            + " independent Redis servers or more, so that most are left when one fails.");
        }
        return new QuorumClients(nodes);
    }

    @Bean
    QuorumLockStore safe4jQuorumLockStore(QuorumClients clients, LockProperties properties) {
        return clients.store(properties.prefix());
    }
}
