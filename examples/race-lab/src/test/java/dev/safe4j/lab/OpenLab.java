package dev.safe4j.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.lab.run.Runs;
import dev.safe4j.servers.Await;
import dev.safe4j.shop.Http;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A lab on a port of its own, and somebody who asks it. */
public final class OpenLab implements AutoCloseable {

    private static final Duration LONGEST_RUN = Duration.ofMinutes(4);

    private final ConfigurableApplicationContext lab;
    private final Http http;

    private OpenLab(ConfigurableApplicationContext lab) {
        this.lab = lab;
        this.http = new Http(port());
    }

    public static OpenLab start() {
        return new OpenLab(Opening.start("--server.port=0"));
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + port() + "/");
    }

    public Runs runs() {
        return lab.getBean(Runs.class);
    }

    int port() {
        return Integer.parseInt(String.valueOf(lab.getEnvironment().getProperty("local.server.port")));
    }

    HttpResponse<String> get(String path) {
        return http.get(path);
    }

    HttpResponse<String> delete(String path) {
        return http.delete(path);
    }

    HttpResponse<String> post(String path, String json) {
        return http.post(path, json);
    }

    JsonNode json(String path) {
        HttpResponse<String> answer = get(path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JsonMapper.shared().readTree(answer.body());
    }

    /** Asks for a run. */
    HttpResponse<String> ask(String hazard, String what, String... more) {
        Map<String, String> wish = new LinkedHashMap<>();
        wish.put("hazard", hazard);
        wish.put("what", what);
        for (int i = 0; i < more.length; i += 2) {
            wish.put(more[i], more[i + 1]);
        }
        return post("/api/runs", JsonMapper.shared().writeValueAsString(wish));
    }

    /** Begins a run, and returns its id. */
    String begin(String hazard, String what, String... more) {
        HttpResponse<String> answer = ask(hazard, what, more);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        String id = JsonMapper.shared().readTree(answer.body()).at("/id").stringValue();
        assertThat(answer.headers().firstValue("Location")).hasValue("/api/runs/" + id);
        return id;
    }

    JsonNode run(String id) {
        return json("/api/runs/" + id);
    }

    /** Awaits the end of a run, whatever that is. */
    JsonNode end(String id) {
        AtomicReference<JsonNode> run = new AtomicReference<>();
        Await.until(LONGEST_RUN, "run " + id + " is over", () -> {
            run.set(run(id));
            return !isGoing(run.get());
        });
        return run.get();
    }

    static boolean isGoing(JsonNode run) {
        String state = run.at("/state").stringValue();
        return state.equals("queued") || state.equals("running");
    }

    /** Runs it, and awaits that it is done. */
    JsonNode done(String hazard, String what, String... more) {
        JsonNode run = end(begin(hazard, what, more));
        assertThat(run.at("/state").stringValue()).as(run.toString()).isEqualTo("done");
        return run;
    }

    @Override
    public void close() {
        lab.close();
    }
}
