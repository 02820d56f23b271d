package dev.safe4j.autoconfigure;

import dev.safe4j.lock.Locks;
import dev.safe4j.spring.lock.LocksEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** The actuator's list of the locks that this process holds. */
@AutoConfiguration(after = SafeLockAutoConfiguration.class)
@ConditionalOnSafe4j
@ConditionalOnClass({Endpoint.class, ConditionalOnAvailableEndpoint.class})
@ConditionalOnAvailableEndpoint(LocksEndpoint.class)
@ConditionalOnBean(Locks.class)
public final class SafeLockEndpointAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    LocksEndpoint safe4jLocksEndpoint(Locks locks) {
        return new LocksEndpoint(locks);
    }
}
