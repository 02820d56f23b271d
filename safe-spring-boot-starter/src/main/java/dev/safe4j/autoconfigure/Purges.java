package dev.safe4j.autoconfigure;

import dev.safe4j.background.BackgroundTasks;
import dev.safe4j.spring.background.StorePurge;
import java.time.Duration;
import java.util.function.IntUnaryOperator;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/** Purges as the properties want them; what is out of bounds is told by the property's name. */
record Purges(BackgroundTasks tasks, String prefix, Duration interval, int batch, int batches) {

    StorePurge of(String what, IntUnaryOperator purge) {
        try {
            return new StorePurge(tasks, what, purge, interval, batch, batches);
        } catch (IllegalArgumentException refused) {
            boolean isInterval = interval.isNegative() || interval.compareTo(StorePurge.LONGEST_INTERVAL) > 0;
            throw new InvalidConfigurationPropertyValueException(
                    prefix + (isInterval ? ".interval" : ".batch"),
                    isInterval ? interval : batches + " of " + batch,
                    String.valueOf(refused.getMessage()));
        }
    }
}
