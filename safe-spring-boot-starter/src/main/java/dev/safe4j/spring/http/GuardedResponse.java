package dev.safe4j.spring.http;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An answer that is held back until it is recorded, up to a limit. What is larger, and a stream of events, goes out as it is made, and
 * is not kept. For one exchange.
 */
final class GuardedResponse extends HttpServletResponseWrapper {

    private final int largest;
    private final Runnable beforeOutgoing;
    private final KeptHeaders headers;
    private final ByteArrayOutputStream held = new ByteArrayOutputStream(512);
    private @Nullable ServletOutputStream stream;
    private final HeldWriter text = new HeldWriter(new Held(), this::charset);
    private @Nullable PrintWriter writer;
    private @Nullable String errorMessage;
    private boolean isError;
    private boolean isGoingOut;

    /** Holds back up to {@code largest} bytes; beforeOutgoing is run before more go out, and may throw to keep them from that. */
    GuardedResponse(HttpServletResponse response, int largest, Runnable beforeOutgoing) {
        super(HiddenResponse.of(response));
        this.largest = largest;
        this.beforeOutgoing = beforeOutgoing;
        this.headers = new KeptHeaders(response);
    }

    private HttpServletResponse outer() {
        return (HttpServletResponse) getResponse();
    }

    /** Whether it goes out as it is made. */
    boolean isGoingOut() {
        return isGoingOut;
    }

    KeptHeaders headers() {
        return headers;
    }

    /** Whether the handler left it to the error page. */
    boolean isError() {
        return isError;
    }

    String errorMessage() {
        return errorMessage == null ? "" : errorMessage;
    }

    byte[] body() {
        return held.toByteArray();
    }

    /** Sends what was held back. */
    void send() throws IOException {
        if (isGoingOut) {
            outer().flushBuffer();
        } else if (isError) {
            sendErrorPage();
        } else if (held.size() > 0) {
            outer().setContentLength(held.size());
            held.writeTo(outer().getOutputStream());
        }
    }

    private void sendErrorPage() throws IOException {
        if (errorMessage == null) {
            outer().sendError(getStatus());
        } else {
            outer().sendError(getStatus(), errorMessage);
        }
    }

    /** Forgets what the handler answered. */
    void discard() {
        empty();
        isError = false;
        headers.restore();
    }

    private void empty() {
        held.reset();
        text.restart();
    }

    private void write(byte[] bytes, int from, int length) throws IOException {
        if (!isGoingOut && (isEventStream() || held.size() + (long) length > largest)) {
            beforeOutgoing.run();
            isGoingOut = true;
            held.writeTo(outer().getOutputStream());
            held.reset();
        }
        if (isGoingOut) {
            outer().getOutputStream().write(bytes, from, length);
        } else {
            held.write(bytes, from, length);
        }
    }

    private boolean isEventStream() {
        String type = getContentType();
        return type != null && type.toLowerCase(Locale.ROOT).startsWith("text/event-stream");
    }

    @Override
    public ServletOutputStream getOutputStream() {
        if (stream == null) {
            stream = new Held();
        }
        return stream;
    }

    @Override
    public PrintWriter getWriter() {
        if (writer == null) {
            charset();
            writer = new PrintWriter(text);
        }
        return writer;
    }

    /** As the container does: it is in the head from now on. */
    private Charset charset() {
        super.setCharacterEncoding(getCharacterEncoding());
        headers.add("Content-Type");
        return Charset.forName(getCharacterEncoding());
    }

    @Override
    public void flushBuffer() throws IOException {
        if (isGoingOut) {
            super.flushBuffer();
        }
    }

    @Override
    public void setBufferSize(int size) {
        if (isGoingOut) {
            super.setBufferSize(size);
        }
    }

    @Override
    public void resetBuffer() {
        requireHeld();
        empty();
    }

    @Override
    public void reset() {
        requireHeld();
        discard();
    }

    private void requireHeld() {
        if (isGoingOut) {
            throw new IllegalStateException("the answer is going out already.");
        }
    }

    @Override
    public void sendError(int status) throws IOException {
        error(status, null);
    }

    @Override
    public void sendError(int status, @Nullable String message) throws IOException {
        error(status, message);
    }

    private void error(int status, @Nullable String message) {
        resetBuffer();
        super.setStatus(status);
        isError = true;
        errorMessage = message;
    }

    @Override
    public void sendRedirect(String location) throws IOException {
        sendRedirect(location, SC_FOUND, true);
    }

    // What follows is not marked as an override: it is one from Servlet 6.1 on.
    @SuppressWarnings("MissingOverride")
    public void sendRedirect(String location, int status) throws IOException {
        sendRedirect(location, status, true);
    }

    @SuppressWarnings("MissingOverride")
    public void sendRedirect(String location, boolean clearBuffer) throws IOException {
        sendRedirect(location, SC_FOUND, clearBuffer);
    }

    @SuppressWarnings("MissingOverride")
    public void sendRedirect(String location, int status, boolean clearBuffer) throws IOException {
        if (clearBuffer) {
            resetBuffer();
        }
        super.setStatus(status);
        setHeader("Location", location);
    }

    @Override
    public void setHeader(String name, @Nullable String value) {
        headers.add(name);
        super.setHeader(name, value);
    }

    @Override
    public void addHeader(String name, @Nullable String value) {
        headers.add(name);
        super.addHeader(name, value);
    }

    @Override
    public void setDateHeader(String name, long date) {
        headers.add(name);
        super.setDateHeader(name, date);
    }

    @Override
    public void addDateHeader(String name, long date) {
        headers.add(name);
        super.addDateHeader(name, date);
    }

    @Override
    public void setIntHeader(String name, int value) {
        headers.add(name);
        super.setIntHeader(name, value);
    }

    @Override
    public void addIntHeader(String name, int value) {
        headers.add(name);
        super.addIntHeader(name, value);
    }

    @Override
    public void setContentType(@Nullable String type) {
        headers.add("Content-Type");
        super.setContentType(type);
    }

    @Override
    public void setCharacterEncoding(@Nullable String encoding) {
        headers.add("Content-Type");
        super.setCharacterEncoding(encoding);
    }

    @Override
    public void setLocale(@Nullable Locale locale) {
        super.setLocale(locale);
        // A container may have the language among its headers only when it sends them.
        setHeader("Content-Language", locale == null ? null : locale.toLanguageTag());
    }

    /** What the handler writes to. */
    private final class Held extends ServletOutputStream {

        @Override
        public void write(int single) throws IOException {
            GuardedResponse.this.write(new byte[] {(byte) single}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            GuardedResponse.this.write(bytes, from, length);
        }

        @Override
        public void flush() throws IOException {
            if (isGoingOut) {
                outer().getOutputStream().flush();
            }
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            throw new IllegalStateException("the answer of a request under a key is held back: write it blocking.");
        }
    }
}
