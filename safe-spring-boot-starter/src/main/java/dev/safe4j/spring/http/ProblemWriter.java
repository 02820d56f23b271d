package dev.safe4j.spring.http;

import dev.safe4j.spring.web.RefusedRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Writes problem details (RFC 9457) without a mapper: the filter has none, and needs none. Stateless. */
final class ProblemWriter {

    private ProblemWriter() {}

    static void write(HttpServletResponse response, RefusedRequest refused, String detail, @Nullable String retryAfter)
            throws IOException {
        String json = "{\"type\":" + quoted(refused.type().toString())
                + ",\"title\":" + quoted(refused.title())
                + ",\"status\":" + refused.status()
                + ",\"detail\":" + quoted(detail) + "}";
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        response.setStatus(refused.status());
        response.setContentType("application/problem+json");
        if (retryAfter != null) {
            response.setHeader("Retry-After", retryAfter);
        }
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }

    private static String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char each = text.charAt(i);
            if (each == '"' || each == '\\') {
                json.append('\\').append(each);
            } else if (each < ' ') {
                json.append(String.format("\\u%04x", (int) each));
            } else {
                json.append(each);
            }
        }
        return json.append('"').toString();
    }
}
