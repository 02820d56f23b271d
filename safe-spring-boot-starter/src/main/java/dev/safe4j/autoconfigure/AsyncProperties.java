package dev.safe4j.autoconfigure;

import dev.safe4j.spring.boundary.BoundaryCheck.Mode;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What can be set under {@code safe4j.async}.
 *
 * @param handlerCheck what happens at start if @Async methods return nothing and there is no handler for what they throw
 */
@ConfigurationProperties("safe4j.async")
public record AsyncProperties(@DefaultValue("warn") Mode handlerCheck) {}
