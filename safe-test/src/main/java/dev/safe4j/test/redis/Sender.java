package dev.safe4j.test.redis;

import dev.safe4j.test.schedule.Event;
import dev.safe4j.test.schedule.Frames;
import dev.safe4j.test.schedule.ScheduledRun;
import dev.safe4j.test.schedule.Server;
import dev.safe4j.test.schedule.Step;
import dev.safe4j.test.schedule.Target;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Takes a call to Redis as a step, and what clients' proxies have in common. */
final class Sender {

    private Sender() {}

    /** A call on a client. */
    interface Work<T extends @Nullable Object> {
        T run() throws Throwable;
    }

    /** Says, as a client does, that the connection was lost; told whether the call had been sent. */
    interface Lost {
        Exception seen(boolean sent);
    }

    static <T extends @Nullable Object> T send(
            ScheduledRun run, RedisCall call, Lost lost, Server.@Nullable Session session, Work<T> work)
            throws Throwable {
        Step step = new Step(Step.Kind.REDIS, call.text(), call.shape(), "", call.footprint(), Frames.ofTheService());
        Connection connection = new Connection(lost, session);
        return run.<T>perform(step, connection, event -> {
            connection.sent = true;
            T result = work.run();
            note(event, result);
            return result;
        });
    }

    private static void note(Event event, @Nullable Object result) {
        event.result(Texts.result(result));
    }

    /** As the schedule sees it: one that lives for one call. The clients have others at once when they lose one. */
    private static final class Connection implements Target {

        private final Lost lost;
        private final Server.@Nullable Session session;
        private boolean sent;

        Connection(Lost lost, Server.@Nullable Session session) {
            this.lost = lost;
            this.session = session;
        }

        @Override
        public Server.@Nullable Session session() {
            return session;
        }

        @Override
        public Exception lose() {
            return lost.seen(sent);
        }
    }

    static Lost losing(Supplier<? extends Exception> seen) {
        return sent -> seen.get();
    }

    static @Nullable Object call(Object on, Method method, @Nullable Object @Nullable [] args) throws Throwable {
        try {
            return method.invoke(on, args);
        } catch (InvocationTargetException wrapped) {
            throw wrapped.getCause() == null ? wrapped : wrapped.getCause();
        }
    }

    /** All public interfaces of an object, for a proxy of it. */
    static Class<?>[] interfacesOf(Object object, Class<?> atLeast) {
        Set<Class<?>> all = new LinkedHashSet<>(Set.of(atLeast));
        for (Class<?> type = object.getClass(); type != null; type = type.getSuperclass()) {
            for (Class<?> each : type.getInterfaces()) {
                if (Modifier.isPublic(each.getModifiers())) {
                    all.add(each);
                }
            }
        }
        return all.toArray(Class<?>[]::new);
    }
}
