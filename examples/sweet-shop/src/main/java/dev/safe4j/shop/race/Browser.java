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
import org.jspecify.annotations.Nullable;

/** One caller's browser: asks one instance of the shop, on one side of it, and remembers the answers. For one thread. */
public final class Browser {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int MOST_TRIES = 12;

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

    /** Sends a request under a key that the client has made. */
    public Answer post(String path, String key) {
        return send(keyed(path, key));
    }

    /**
     * Sends a request under a key, and again under the same for as long as no answer comes or an error page: at most so often as a patient
     * client would.
     *
     * @return the last answer
     */
    public Answer postUntilDone(String path, String key) {
        Answer answer = post(path, key);
        for (int again = 1; again < MOST_TRIES && answer.hasFailed(); again++) {
            answer = post(path, key);
        }
        return answer;
    }

    /** Presses a button twice, and once more for as long as nothing has come of it. */
    public void doubleClickUntilDone(String path) {
        int before = answers.size();
        doubleClick(path);
        boolean isDone = answers.subList(before, answers.size()).stream().anyMatch(Answer::isSuccess);
        for (int press = 2; press < MOST_TRIES && !isDone; press++) {
            isDone = post(path).isSuccess();
        }
    }

    /** Two requests that are on their way at once. */
    private void doubleClick(String path) {
        HttpRequest request = request(path).POST(BodyPublishers.noBody()).build();
        long begun = System.nanoTime();
        List.of(http.sendAsync(request, BodyHandlers.ofString()), http.sendAsync(request, BodyHandlers.ofString()))
                .forEach(pressed ->
                        answers.add(pressed.handle((response, failure) -> answer(request, response, failure, begun))
                                .join()));
    }

    private static Answer answer(
            HttpRequest request, @Nullable HttpResponse<String> response, @Nullable Throwable failure, long begun) {
        if (response == null) {
            return none(request, String.valueOf(failure), begun);
        }
        return new Answer(
                request.method(),
                response.statusCode(),
                response.body(),
                response.headers().firstValue("ETag").orElse(""),
                Duration.ofNanos(System.nanoTime() - begun));
    }

    private HttpRequest.Builder keyed(String path, String key) {
        return request(path).header("Idempotency-Key", key).POST(BodyPublishers.noBody());
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
            answer = answer(request, http.send(request, BodyHandlers.ofString()), null, begun);
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
