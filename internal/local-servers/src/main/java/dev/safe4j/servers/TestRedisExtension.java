package dev.safe4j.servers;

import java.lang.reflect.Method;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives a {@link TestRedis} to a test, and the same one to the methods around it. By itself, with
 * {@code @ExtendWith(TestRedisExtension.class)}, it serves tests that are not a {@link RedisTest}.
 */
public final class TestRedisExtension implements ParameterResolver, AfterEachCallback {

    private static final ExtensionContext.Namespace OURS = ExtensionContext.Namespace.create(TestRedisExtension.class);

    /** Made by JUnit. */
    public TestRedisExtension() {}

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == TestRedis.class
                && parameter.getDeclaringExecutable() instanceof Method
                && context.getTestMethod().isPresent();
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        ExtensionContext.Store store = context.getStore(OURS);
        TestRedis redis = store.get(TestRedis.class, TestRedis.class);
        if (redis == null) {
            redis = LocalServers.redis().newTestRedis();
            store.put(TestRedis.class, redis);
        }
        return redis;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        TestRedis redis = context.getStore(OURS).remove(TestRedis.class, TestRedis.class);
        if (redis != null) {
            redis.close();
        }
    }
}
