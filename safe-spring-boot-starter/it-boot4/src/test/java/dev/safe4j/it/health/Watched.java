package dev.safe4j.it.health;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.json.JsonParserFactory;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/** An application whose health is asked over HTTP. */
final class Watched implements AutoCloseable {

    private final ConfigurableApplicationContext context;

    private Watched(ConfigurableApplicationContext context) {
        this.context = context;
    }

    static Watched start(String... properties) {
        String[] all = Stream.of(
                        new String[] {
                            "server.port=0",
                            "spring.main.banner-mode=off",
                            "it.actuator=true",
                            "management.endpoint.health.show-details=always",
                            "management.endpoint.health.probes.enabled=true"
                        },
                        properties)
                .flatMap(Stream::of)
                .toArray(String[]::new);
        return new Watched(new SpringApplicationBuilder(Auto.class)
                .web(WebApplicationType.SERVLET)
                .properties(all)
                .run());
    }

    /** All there is. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Auto {}

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /**
     * What is said of a part of it.
     *
     * @param status of the response
     * @param text of the response
     * @param took how long
     */
    record Said(int status, String text, Duration took) {

        Map<String, Object> json() {
            return JsonParserFactory.getJsonParser().parseMap(text);
        }
    }

    Said health(String part) throws Exception {
        String port = context.getEnvironment().getRequiredProperty("local.server.port");
        URI uri = URI.create("http://localhost:" + port + "/actuator/health/" + part);
        long begun = System.nanoTime();
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(uri)
                                .timeout(Duration.ofSeconds(60))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        return new Said(answer.statusCode(), answer.body(), Duration.ofNanos(System.nanoTime() - begun));
    }

    @Override
    public void close() {
        context.close();
    }
}
