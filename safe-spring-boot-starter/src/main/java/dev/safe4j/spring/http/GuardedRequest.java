package dev.safe4j.spring.http;

import dev.safe4j.idempotency.Fingerprint;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A request whose body was read and can be read by the handler as if it had not been. For one request. */
final class GuardedRequest extends HttpServletRequestWrapper {

    private final byte[] body;
    private final FormBody form;
    private @Nullable Exchange exchange;
    private @Nullable AsyncContext async;
    private @Nullable ServletInputStream stream;
    private @Nullable BufferedReader reader;
    private boolean needsAnswerAtReturn;

    private GuardedRequest(HttpServletRequest request, byte[] body) {
        super(request);
        this.body = body;
        this.form = new FormBody(request, body);
    }

    /**
     * Reads a request.
     *
     * @return the request; null if its body is larger than that
     * @throws IllegalStateException if the body is gone: then it cannot be told from another
     */
    static @Nullable GuardedRequest read(HttpServletRequest request, int largest) throws IOException {
        if (request.getContentLengthLong() > largest) {
            return null;
        }
        byte[] body = request.getInputStream().readNBytes(largest + 1);
        if (body.length > largest) {
            return null;
        }
        GuardedRequest guarded = new GuardedRequest(request, body);
        if (body.length == 0 && request.getContentLengthLong() > 0 && !guarded.form.isForm()) {
            throw new IllegalStateException(
                    "the body of a request under a key was read before the filter of the keys: it"
                            + " cannot be compared. Order the filter that reads it after safe4j's, or have it leave the body.");
        }
        return guarded;
    }

    /** Sets whose answer has to be recorded before asynchronous processing completes. */
    void exchange(Exchange owned) {
        exchange = owned;
    }

    /** Sets that asynchronous processing is refused: it would go on after the transaction. */
    void requireAnswerAtReturn() {
        needsAnswerAtReturn = true;
    }

    /** What is asked for: two requests that differ in a byte are two. */
    Fingerprint fingerprint() {
        return Fingerprint.of(
                bytes(getMethod()),
                bytes(getRequestURI()),
                bytes(getQueryString()),
                bytes(getContentType()),
                bytes(getHeader("Content-Encoding")),
                body.length == 0 ? bytes(form.consumed()) : body);
    }

    private static byte[] bytes(@Nullable String text) {
        return text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public ServletInputStream getInputStream() {
        if (stream == null) {
            stream = new BodyStream(body);
        }
        return stream;
    }

    @Override
    public BufferedReader getReader() {
        if (reader == null) {
            Reader decoded = new InputStreamReader(new ByteArrayInputStream(body), charset());
            reader = new BufferedReader(decoded);
        }
        return reader;
    }

    private Charset charset() {
        String name = getCharacterEncoding();
        return name == null ? StandardCharsets.ISO_8859_1 : Charset.forName(name);
    }

    @Override
    public Map<String, String[]> getParameterMap() {
        return Collections.unmodifiableMap(form.parameters());
    }

    @Override
    public @Nullable String getParameter(String name) {
        String[] values = form.parameters().get(name);
        return values == null || values.length == 0 ? null : values[0];
    }

    @Override
    public String @Nullable [] getParameterValues(String name) {
        String[] values = form.parameters().get(name);
        return values == null ? null : values.clone();
    }

    @Override
    public Enumeration<String> getParameterNames() {
        return Collections.enumeration(form.parameters().keySet());
    }

    /** With the response that holds the answer back, which the container does not know. */
    @Override
    public AsyncContext startAsync() {
        requireNotAtReturn();
        return exchange == null ? super.startAsync() : startAsync(this, exchange.response());
    }

    @Override
    public AsyncContext startAsync(ServletRequest request, ServletResponse response) {
        requireNotAtReturn();
        AsyncContext context = super.startAsync(request, response);
        async = exchange == null ? context : GuardedAsync.around(context, exchange);
        return async;
    }

    private void requireNotAtReturn() {
        if (needsAnswerAtReturn) {
            throw new IllegalStateException("in the same-transaction mode the answer is there when the handler returns;"
                    + " asynchronous processing would go on after the transaction. Use the lease mode.");
        }
    }

    @Override
    public AsyncContext getAsyncContext() {
        AsyncContext context = super.getAsyncContext(); // throws if there is none
        return async == null ? context : async;
    }

    /** The body again. */
    private static final class BodyStream extends ServletInputStream {

        private final ByteArrayInputStream bytes;

        BodyStream(byte[] body) {
            bytes = new ByteArrayInputStream(body);
        }

        @Override
        public int read() {
            return bytes.read();
        }

        @Override
        public int read(byte[] target, int from, int length) {
            return bytes.read(target, from, length);
        }

        @Override
        public boolean isFinished() {
            return bytes.available() == 0;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new IllegalStateException("the body of a request under a key is there as a whole: read it blocking.");
        }
    }

    /** The parameters, those of the query before those of the body. */
    private static final class FormBody {

        private final HttpServletRequest request;
        private final byte[] body;
        private @Nullable Map<String, String[]> parameters;

        FormBody(HttpServletRequest request, byte[] body) {
            this.request = request;
            this.body = body;
        }

        boolean isForm() {
            String type = request.getContentType();
            return type != null
                    && type.toLowerCase(java.util.Locale.ROOT).startsWith("application/x-www-form-urlencoded");
        }

        /** Those of a form that was read as parameters before, so that no body is left to be compared. */
        String consumed() {
            StringBuilder text = new StringBuilder();
            if (isForm()) {
                new TreeMap<>(request.getParameterMap()).forEach((name, values) -> {
                    for (String each : values) {
                        text.append(name.length()).append(':').append(name).append('=');
                        text.append(each.length()).append(':').append(each).append('&');
                    }
                });
            }
            return text.toString();
        }

        Map<String, String[]> parameters() {
            if (parameters == null) {
                // The container reads no parameters from a body that was read as a stream: these are the query's.
                parameters = isForm() && body.length > 0
                        ? FormParameters.merge(request.getParameterMap(), body, charset())
                        : Objects.requireNonNull(request.getParameterMap());
            }
            return parameters;
        }

        private Charset charset() {
            String name = request.getCharacterEncoding();
            return name == null ? StandardCharsets.UTF_8 : Charset.forName(name);
        }
    }
}
