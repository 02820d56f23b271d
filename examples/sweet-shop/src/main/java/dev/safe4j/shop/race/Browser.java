package dev.safe4j.shop.race;

import dev.safe4j.shop.Form;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One caller's browser: asks one instance of the shop, on one side of it, and remembers the answers. For one thread. */
public final class Browser {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient http;
    private final URI target;
    private final String side;
    private final List<Answer> answers;

    Browser(HttpClient http, URI target, String side) {
        this(http, target, side, new ArrayList<>());
    }

    private Browser(HttpClient http, URI target, String side, List<Answer> answers) {
        this.http = http;
        this.target = target;
        this.side = side;
        this.answers = answers;
    }

    /** The same browser on the other side of the shop, for callers who are not what the race is about. */
    public Browser on(Form other) {
        return new Browser(http, target, other.path(), answers);
    }

    public Answer get(String path) {
        return send(request(path).GET());
    }

    public Answer post(String path) {
        return send(request(path).POST(BodyPublishers.noBody()));
    }

    /** Saves a text that was read with that ETag. */
    public Answer put(String path, String etag, String text) {
        return send(request(path)
                .header("If-Match", etag)
                .header("Content-Type", "text/plain;charset=UTF-8")
                .PUT(BodyPublishers.ofString(text)));
    }

    List<Answer> answers() {
        return answers;
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(target.resolve(side + path)).timeout(PATIENCE);
    }

    private Answer send(HttpRequest.Builder builder) {
        HttpRequest request = builder.build();
        long begun = System.nanoTime();
        Answer answer;
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            answer = new Answer(
                    request.method(),
                    response.statusCode(),
                    response.body(),
                    response.headers().firstValue("ETag").orElse(""),
                    Duration.ofNanos(System.nanoTime() - begun));
        } catch (IOException failure) {
            answer = none(request, String.valueOf(failure), begun);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            answer = none(request, "interrupted", begun);
        }
        answers.add(answer);
        return answer;
    }

    private static Answer none(HttpRequest request, String why, long begun) {
        return new Answer(request.method(), Answer.NONE, why, "", Duration.ofNanos(System.nanoTime() - begun));
    }
}
