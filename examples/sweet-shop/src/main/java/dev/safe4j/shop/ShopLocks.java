package dev.safe4j.shop;

import dev.safe4j.lock.Locks;
import dev.safe4j.lock.MemoryLockStore;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The shop's locks. In the memory of one instance, which is enough for the race of one; to be replaced by the starter's bean, on a store
 * that all instances share.
 */
@Configuration(proxyBeanMethods = false)
class ShopLocks {

    @Bean
    MemoryLockStore lockStore() {
        return new MemoryLockStore();
    }

    @Bean
    Locks locks(MemoryLockStore lockStore) {
        return Locks.on(lockStore);
    }
}
