package dev.safe4j.it.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.springframework.boot.json.JsonParserFactory;

/** A client that sends requests under keys. */
final class KeyedClient {

    static final String REPLAYED = "Idempotent-Replayed";

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final int port;

    KeyedClient(int port) {
        this.port = port;
    }

    static String newKey() {
        return '"' + UUID.randomUUID().toString() + '"';
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/json");
    }

    HttpRequest.Builder post(String path, String key, String body) {
        return request(path).header("Idempotency-Key", key).POST(HttpRequest.BodyPublishers.ofString(body));
    }

    HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    HttpResponse<byte[]> send(String path, String key, String body) throws IOException, InterruptedException {
        return send(post(path, key, body));
    }

    static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    static boolean isReplayed(HttpResponse<byte[]> answer) {
        return answer.headers().firstValue(REPLAYED).isPresent();
    }

    static Map<String, Object> requireProblem(HttpResponse<byte[]> answer, int status, String type) {
        assertThat(answer.statusCode()).as(text(answer)).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        Map<String, Object> problem = JsonParserFactory.getJsonParser().parseMap(text(answer));
        assertThat(problem)
                .containsEntry("type", "urn:safe4j:problem:" + type)
                .containsEntry("status", status)
                .containsKeys("title", "detail");
        assertThat(isReplayed(answer)).isFalse();
        return problem;
    }
}
