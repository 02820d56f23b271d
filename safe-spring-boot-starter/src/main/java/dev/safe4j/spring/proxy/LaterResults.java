package dev.safe4j.spring.proxy;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import org.springframework.core.ReactiveAdapterRegistry;

/** Which types are results that come after their method has returned. Stateless. */
public final class LaterResults {

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
                || ReactiveAdapterRegistry.getSharedInstance().getAdapter(type) != null;
    }
}
