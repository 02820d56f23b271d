package dev.safe4j.job;

import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a job takes along from where it is enqueued. Immutable. */
record Origin(JobEngine engine, int largest) {

    private static final Logger LOG = LoggerFactory.getLogger(Origin.class);
    private static final int LONGEST_CONTEXT = 4_000;

    byte[] payload(String type, Object payload) {
        Objects.requireNonNull(payload, "the payload of a job is null");
        byte[] bytes;
        try {
            bytes = engine.codec().encode(payload, payload.getClass());
        } catch (RuntimeException failure) {
            throw new IllegalArgumentException(
                    "the payload of a job of type '" + type + "' cannot be stored: " + failure.getMessage(), failure);
        }
        if (bytes.length > largest) {
            throw new IllegalArgumentException("the payload of a job of type '" + type + "' has " + bytes.length
                    + " bytes, and " + largest + " are taken at most: store it elsewhere, and enqueue where it is.");
        }
        return bytes;
    }

    Map<String, String> context() {
        try {
            Map<String, String> captured = engine.context().capture();
            long size = 0;
            for (Map.Entry<String, String> each : captured.entrySet()) {
                size += each.getKey().length() + each.getValue().length();
            }
            if (size <= LONGEST_CONTEXT) {
                return Map.copyOf(captured);
            }
            LOG.warn(
                    "The context of a job has {} characters, and {} are taken at most: it goes without.",
                    size,
                    LONGEST_CONTEXT);
        } catch (RuntimeException failure) {
            LOG.warn("The context of a job could not be captured: it goes without.", failure);
        }
        return Map.of();
    }
}
