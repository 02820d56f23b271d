package dev.safe4j.test.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.test.interleavings.RaceProbe;
import java.net.URL;
import java.net.URLClassLoader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A probe of databases alone needs no client of Redis on the class path, not even to be looked at as a Spring bean is. */
class WithoutClientsTest {

    @Test
    void a_probe_works_without_them() throws Exception {
        URL main = RaceProbe.class.getProtectionDomain().getCodeSource().getLocation();
        URL nullness = Nullable.class.getProtectionDomain().getCodeSource().getLocation();
        try (URLClassLoader alone =
                new URLClassLoader(new URL[] {main, nullness}, ClassLoader.getPlatformClassLoader())) {
            assertThatThrownBy(() -> alone.loadClass("org.redisson.api.RedissonClient"))
                    .isInstanceOf(ClassNotFoundException.class);
            Class<?> type = alone.loadClass(RaceProbe.class.getName());
            assertThat(type.getDeclaredMethods()).isNotEmpty();
            Object redis = type.getMethod("redis").invoke(type.getConstructor().newInstance());
            assertThat(redis.getClass().getName()).isEqualTo(RedisSteps.class.getName());
        }
    }
}
