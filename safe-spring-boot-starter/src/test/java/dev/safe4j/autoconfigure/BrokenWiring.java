package dev.safe4j.autoconfigure;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/** Not final, with a public member, and asks for a class when it is too late. */
@AutoConfiguration
public class BrokenWiring {

    @Bean
    @ConditionalOnClass(name = "org.jooq.DSLContext")
    public String bean() {
        return "";
    }
}
