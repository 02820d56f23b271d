package dev.safe4j.test.redis;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.core.Cursor;

/** A cursor that has been read to its end. */
final class ReadCursor implements InvocationHandler {

    private final Cursor<?> raw;
    private final List<@Nullable Object> items = new ArrayList<>();
    private final Iterator<@Nullable Object> left;

    private ReadCursor(Cursor<?> raw) {
        this.raw = raw;
        raw.forEachRemaining(items::add);
        this.left = items.iterator();
    }

    static Object of(Cursor<?> raw) {
        return Proxy.newProxyInstance(
                ReadCursor.class.getClassLoader(), new Class<?>[] {Cursor.class}, new ReadCursor(raw));
    }

    @Override
    @SuppressWarnings("unchecked") // the consumer is of the cursor's items
    public @Nullable Object invoke(Object self, Method method, @Nullable Object @Nullable [] args) throws Throwable {
        return switch (method.getName()) {
            case "hasNext" -> left.hasNext();
            case "next" -> left.next();
            case "forEachRemaining" -> {
                left.forEachRemaining(
                        (Consumer<@Nullable Object>) Objects.requireNonNull(Objects.requireNonNull(args)[0]));
                yield null;
            }
            case "stream" -> items.stream();
            case "toString" -> items.size() + " items";
            case "equals" -> SpringFactory.isSame(self, Objects.requireNonNull(args)[0]);
            case "hashCode" -> System.identityHashCode(self);
            default -> Sender.call(raw, method, args);
        };
    }
}
