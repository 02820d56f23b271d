package dev.safe4j.it;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

/** Applications with all auto-configurations there are on the class path, in the order that Spring Boot gives them. */
final class Applications {

    private Applications() {}

    /** One with a fresh H2 in memory. */
    static ApplicationContextRunner onH2() {
        return new ApplicationContextRunner().withUserConfiguration(Auto.class);
    }

    /** Its package is the application's own. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Auto {}
}
