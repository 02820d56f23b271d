package dev.safe4j.shop;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Delivers each mail once, however often it is sent; only senders of its own process get an answer. */
final class MailServer implements AutoCloseable {

    private static final int OK = 200;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    /** By key: the text of the mail. */
    final Map<String, String> delivered = new ConcurrentHashMap<>();

    /** The keys of all that came, as often as they came. */
    final List<String> received = new CopyOnWriteArrayList<>();

    /** The keys of those that were not answered. */
    final List<String> unanswered = new CopyOnWriteArrayList<>();

    private MailServer(HttpServer server) {
        this.server = server;
    }

    static MailServer start() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            MailServer mails = new MailServer(server);
            server.createContext("/", mails::take);
            server.setExecutor(mails.threads);
            server.start();
            return mails;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    private void take(HttpExchange exchange) throws IOException {
        String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
        String sender = exchange.getRequestHeaders().getFirst("X-Sender");
        delivered.put(key, new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        received.add(key);
        if (sender.equals(Long.toString(ProcessHandle.current().pid()))) {
            exchange.sendResponseHeaders(OK, -1);
            exchange.close();
        } else {
            unanswered.add(key);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
