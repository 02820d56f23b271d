package dev.safe4j.spring.http;

import dev.safe4j.idempotency.StoredAnswer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** An answer as it is stored: an HTTP message, or the status and message of an error that is left to the error page. */
final class HttpAnswer {

    private static final String MESSAGE = "message/http";
    private static final String ERROR_PAGE = "message/http; error-page";
    private static final String BEGIN = "HTTP/1.1 ";
    private static final String LINE = "\r\n";

    private final int status;
    private final List<Header> headers;
    private final byte[] body;
    private final boolean isErrorPage;

    /** With headers in their order; the body is the message in UTF-8 if it is left to the error page. */
    HttpAnswer(int status, List<Header> headers, byte[] body, boolean isErrorPage) {
        this.status = status;
        this.headers = List.copyOf(headers);
        this.body = body;
        this.isErrorPage = isErrorPage;
    }

    int status() {
        return status;
    }

    List<Header> headers() {
        return headers;
    }

    byte[] body() {
        return body;
    }

    boolean isErrorPage() {
        return isErrorPage;
    }

    /**
     * One line of the head.
     *
     * @param name of the header
     * @param value of it
     */
    record Header(String name, String value) {}

    StoredAnswer toStored() {
        StringBuilder head = new StringBuilder(BEGIN).append(status).append(' ').append(LINE);
        for (Header each : headers) {
            head.append(each.name).append(": ").append(oneLine(each.value)).append(LINE);
        }
        head.append(LINE);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(head.toString().getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(body);
        return StoredAnswer.result(isErrorPage ? ERROR_PAGE : MESSAGE, bytes.toByteArray());
    }

    private static String oneLine(String value) {
        return value.replaceAll("[\\r\\n]", " ");
    }

    /** @throws IllegalArgumentException if it is none that a filter stored */
    static HttpAnswer fromStored(StoredAnswer stored) {
        byte[] bytes = stored.bytes();
        String type = stored.type();
        int end = endOfHead(bytes);
        if (stored.kind() != StoredAnswer.Kind.RESULT || !type.startsWith(MESSAGE) || end < 0) {
            throw new IllegalArgumentException("the stored answer is no HTTP message, but " + stored);
        }
        String[] lines = new String(bytes, 0, end, StandardCharsets.UTF_8).split(LINE, -1);
        List<Header> headers = new ArrayList<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(": ");
            headers.add(new Header(lines[i].substring(0, colon), lines[i].substring(colon + 2)));
        }
        int status = Integer.parseInt(lines[0].substring(BEGIN.length()).trim());
        byte[] body = java.util.Arrays.copyOfRange(bytes, end + 2 * LINE.length(), bytes.length);
        return new HttpAnswer(status, headers, body, type.equals(ERROR_PAGE));
    }

    private static int endOfHead(byte[] bytes) {
        for (int i = 0; i + 3 < bytes.length; i++) {
            if (bytes[i] == '\r' && bytes[i + 1] == '\n' && bytes[i + 2] == '\r' && bytes[i + 3] == '\n') {
                return i;
            }
        }
        return -1;
    }
}
