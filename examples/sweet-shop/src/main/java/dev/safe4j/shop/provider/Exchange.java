package dev.safe4j.shop.provider;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A request of a client, its fields, and its answer. For one thread at a time. */
final class Exchange {

    private static final int LARGEST_BODY = 8_192;
    private static final int LONGEST_FIELD = 255;
    private static final Pattern MONEY = Pattern.compile("[0-9]{1,6}(\\.[0-9]{1,2})?");
    private static final Pattern PATH = Pattern.compile("(/[a-z0-9-]+)+");
    private static final int BAD_REQUEST = 400;

    private final HttpExchange exchange;
    private final Map<String, String> fields;

    private Exchange(HttpExchange exchange, Map<String, String> fields) {
        this.exchange = exchange;
        this.fields = fields;
    }

    /** The request cannot be understood. */
    static final class BadRequest extends RuntimeException {

        private static final long serialVersionUID = 1;

        BadRequest(String message) {
            super(message);
        }
    }

    /** Reads the fields of a form. */
    static Exchange of(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(LARGEST_BODY + 1);
        Exchange read = new Exchange(exchange, new HashMap<>());
        if (body.length > LARGEST_BODY) {
            throw new BadRequest("a request has at most " + LARGEST_BODY + " bytes");
        }
        for (String pair : new String(body, StandardCharsets.UTF_8).split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                read.fields.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
            }
        }
        return read;
    }

    static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw new BadRequest("a field cannot be decoded");
        }
    }

    String text(String name) {
        String value = fields.get(name);
        if (value == null || value.isBlank() || value.length() > LONGEST_FIELD) {
            throw new BadRequest("the field '" + name + "' must have 1 to " + LONGEST_FIELD + " characters");
        }
        return value;
    }

    /** The path at the shop to which an event goes, null if it wants none. */
    @Nullable
    String pathOrNull() {
        if (!fields.containsKey("path")) {
            return null;
        }
        String path = text("path");
        if (!PATH.matcher(path).matches()) {
            throw new BadRequest("the field 'path' must be a path, such as /webhooks");
        }
        return path;
    }

    BigDecimal money(String name) {
        String value = text(name);
        if (!MONEY.matcher(value).matches() || new BigDecimal(value).signum() == 0) {
            throw new BadRequest("the field '" + name + "' must be an amount above 0, such as 9.95");
        }
        return new BigDecimal(value);
    }

    /** The key of the call, null if it has none. */
    @Nullable
    String key() {
        String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
        if (key != null && (key.isBlank() || key.length() > LONGEST_FIELD)) {
            throw new BadRequest("a key has 1 to " + LONGEST_FIELD + " characters");
        }
        return key;
    }

    void answer(int status, String json) throws IOException {
        write(exchange, status, json);
    }

    /** Says no more, and leaves the client alone with its connection. */
    void cut() {
        exchange.close();
    }

    static void refuse(HttpExchange exchange, String why) throws IOException {
        write(exchange, BAD_REQUEST, "{\"error\":\"" + why.replace("\"", "'") + "\"}");
    }

    static void write(HttpExchange exchange, int status, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
