package dev.safe4j.lab.browser;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * The page with a server behind it that says what a test tells it to: for what a real lab does seldom, such as to fail or to vanish. Its
 * hazards, the files {@code *.json} beside this class, are those of one moment of the real one. Thread-safe. To be closed.
 */
final class FakeLab implements AutoCloseable {

    private static final Map<String, String> TYPES = Map.of(
            "html",
            "text/html",
            "js",
            "text/javascript",
            "css",
            "text/css",
            "svg",
            "image/svg+xml",
            "json",
            "application/json");
    private static final String RUN = "/api/runs/1";

    private record Answer(int status, String body) {}

    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final Deque<String> states = new ArrayDeque<>();
    private int port;
    private @Nullable HttpServer server;
    private @Nullable ExecutorService threads;

    FakeLab() {
        answer("GET /api/hazards", 200, sample("hazards"));
        answer("GET /api/hazards/double-spend", 200, sample("double-spend"));
        answer("GET /api/hazards/forgotten-unlock", 200, sample("forgotten-unlock"));
        answer("POST /api/runs", 201, "{\"id\": \"1\"}");
        answer("DELETE " + RUN, 204, "");
        start();
    }

    static String sample(String name) {
        return new String(resource("/dev/safe4j/lab/browser/" + name + ".json"), StandardCharsets.UTF_8);
    }

    /** Starts, or starts again at the same address. */
    void start() {
        try {
            HttpServer started = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
            ExecutorService pool = Executors.newFixedThreadPool(4);
            started.setExecutor(pool);
            started.createContext("/", this::handle);
            started.start();
            port = started.getAddress().getPort();
            server = started;
            threads = pool;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Is not there any more. */
    void stop() {
        if (server != null && threads != null) {
            server.stop(0);
            threads.shutdownNow();
        }
    }

    String address() {
        return "http://127.0.0.1:" + port + "/";
    }

    /** Answers so from now on, whatever it would have said. */
    void answer(String request, int status, String body) {
        answers.put(request, new Answer(status, body));
    }

    /** The states in which the next run is found, a question each; it stays in the last. */
    void run(String... found) {
        synchronized (states) {
            states.clear();
            states.addAll(List.of(found));
        }
    }

    /** The requests that change something, with what was sent. */
    List<String> asked() {
        return asked;
    }

    private void handle(HttpExchange exchange) throws IOException {
        String request =
                exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
        String sent = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        if (!request.startsWith("GET ")) {
            asked.add((request + " " + sent).strip());
        }
        if (request.equals("GET " + RUN) && !answers.containsKey(request)) {
            send(exchange, 200, "json", state().getBytes(StandardCharsets.UTF_8));
        } else if (answers.containsKey(request)) {
            Answer answer = answers.get(request);
            send(exchange, answer.status(), "json", answer.body().getBytes(StandardCharsets.UTF_8));
        } else {
            file(exchange, request.substring(request.indexOf(' ') + 1));
        }
    }

    private String state() {
        synchronized (states) {
            return states.size() > 1 ? states.removeFirst() : states.getFirst();
        }
    }

    private void file(HttpExchange exchange, String path) throws IOException {
        String name = path.equals("/") ? "/index.html" : path;
        if (FakeLab.class.getResource("/static" + name) == null) {
            byte[] problem =
                    "{\"title\": \"Not Found\", \"detail\": \"nothing is there\"}".getBytes(StandardCharsets.UTF_8);
            send(exchange, 404, "json", problem);
            return;
        }
        send(exchange, 200, name.substring(name.lastIndexOf('.') + 1), resource("/static" + name));
    }

    private static byte[] resource(String name) {
        try (InputStream file = FakeLab.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new IllegalArgumentException("there is no resource " + name);
            }
            return file.readAllBytes();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", TYPES.get(type) + ";charset=utf-8");
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        stop();
    }
}
