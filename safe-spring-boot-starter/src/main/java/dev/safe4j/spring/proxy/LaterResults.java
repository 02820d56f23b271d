package dev.safe4j.spring.proxy;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ReactiveAdapterRegistry;

/** Which types are results that come after their method has returned. Stateless. */
public final class LaterResults {

    /** Spring knows it only where Reactor is there too; jOOQ, for one, comes with it alone. */
    private static final String PUBLISHER = "org.reactivestreams.Publisher";

    private LaterResults() {}

    /**
     * Tells whether a result comes later.
     *
     * @param type what a method returns
     * @return true for futures and publishers
     */
    public static boolean isLater(Class<?> type) {
        return Future.class.isAssignableFrom(type)
                || CompletionStage.class.isAssignableFrom(type)
                || ReactiveAdapterRegistry.getSharedInstance().getAdapter(type) != null
                || isPublisher(type);
    }

    private static boolean isPublisher(@Nullable Class<?> type) {
        return type != null
                && (type.getName().equals(PUBLISHER)
                        || isPublisher(type.getSuperclass())
                        || Stream.of(type.getInterfaces()).anyMatch(LaterResults::isPublisher));
    }
}
