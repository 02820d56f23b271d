package dev.safe4j.autoconfigure;

import java.io.DataInputStream;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.ResourceLoader;

/**
 * Says once that jOOQ is there and cannot be used: on a Java older than its classes, Spring Boot starts without a DSLContext
 * and without a word.
 */
@AutoConfiguration
@ConditionalOnSafe4j
@ConditionalOnResource(resources = SafeJooqVersionAutoConfiguration.DSL_CONTEXT)
public final class SafeJooqVersionAutoConfiguration {

    static final String DSL_CONTEXT = "classpath:org/jooq/DSLContext.class";

    private static final Logger LOG = LoggerFactory.getLogger(SafeJooqVersionAutoConfiguration.class);

    private static final int MAJOR_OF_JAVA_1 = 44;

    SafeJooqVersionAutoConfiguration(ResourceLoader resources) throws IOException {
        int needed = javaOf(resources.getResource(DSL_CONTEXT));
        int present = Runtime.version().feature();
        if (needed > present) {
            LOG.warn(
                    "jOOQ is on the class path but needs Java {}, and this is Java {}: there is no DSLContext and no"
                            + " JooqUpdates. Set jooq.version to 3.19.x, the last line for Java 17, or run on Java {}.",
                    needed,
                    present,
                    needed);
        }
    }

    private static int javaOf(Resource classFile) throws IOException {
        try (DataInputStream bytes = new DataInputStream(classFile.getInputStream())) {
            bytes.skipNBytes(6); // the magic number and the minor version
            return bytes.readUnsignedShort() - MAJOR_OF_JAVA_1;
        }
    }
}
