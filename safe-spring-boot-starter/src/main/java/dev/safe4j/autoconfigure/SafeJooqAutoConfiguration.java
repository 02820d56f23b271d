package dev.safe4j.autoconfigure;

import dev.safe4j.jdbc.jooq.JooqRowLocks;
import dev.safe4j.jdbc.jooq.JooqUpdates;
import dev.safe4j.update.RowListener;
import org.jooq.DSLContext;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;

/** The jOOQ flavour on the application's DSLContext, if there is one or a primary one. */
@AutoConfiguration(
        after = SafeRowMetersAutoConfiguration.class,
        afterName = {Spring.JOOQ_4, Spring.JOOQ_3})
@ConditionalOnSafe4j
@ConditionalOnClass(DSLContext.class)
@ConditionalOnSingleCandidate(DSLContext.class)
public final class SafeJooqAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    JooqUpdates safe4jJooqUpdates(DSLContext dsl, ObjectProvider<RowListener> listeners) {
        JooqUpdates updates = JooqUpdates.on(dsl);
        for (RowListener each : listeners.orderedStream().toList()) {
            updates = updates.listener(each);
        }
        return updates;
    }

    @Bean
    @ConditionalOnMissingBean
    JooqRowLocks safe4jJooqRowLocks(DSLContext dsl, ObjectProvider<RowListener> listeners) {
        JooqRowLocks locks = JooqRowLocks.on(dsl);
        for (RowListener each : listeners.orderedStream().toList()) {
            locks = locks.listener(each);
        }
        return locks;
    }
}
