package dev.safe4j.autoconfigure;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.safe4j.idempotency.AnswerCodec;
import dev.safe4j.spring.idempotency.Jackson2Codec;
import dev.safe4j.spring.idempotency.Jackson3Codec;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/** Results as JSON, by the application's mapper: Jackson 3 if there is one of it, else Jackson 2. Either reads what the other wrote. */
@AutoConfiguration(afterName = {Spring.JACKSON_4, Spring.JACKSON_3})
@ConditionalOnSafe4j
public final class SafeJacksonAutoConfiguration {

    /** By Jackson 3. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(JsonMapper.class)
    @ConditionalOnSingleCandidate(JsonMapper.class)
    @ConditionalOnMissingBean(AnswerCodec.class)
    static class Jackson3 {

        @Bean
        Jackson3Codec safe4jAnswerCodec(JsonMapper mapper) {
            return new Jackson3Codec(mapper);
        }
    }

    /** By Jackson 2. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(ObjectMapper.class)
    @ConditionalOnSingleCandidate(ObjectMapper.class)
    @ConditionalOnMissingBean(AnswerCodec.class)
    static class Jackson2 {

        @Bean
        Jackson2Codec safe4jAnswerCodec(ObjectMapper mapper) {
            return new Jackson2Codec(mapper);
        }
    }
}
