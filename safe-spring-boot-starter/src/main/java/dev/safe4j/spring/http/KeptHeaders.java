package dev.safe4j.spring.http;

import dev.safe4j.spring.http.HttpAnswer.Header;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Which headers of a response are the handler's, and which were there before. For one exchange. */
final class KeptHeaders {

    private final HttpServletResponse response;
    private final List<Header> before = new ArrayList<>();
    private final Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

    KeptHeaders(HttpServletResponse response) {
        this.response = response;
        for (String name : new TreeSet<>(response.getHeaderNames())) {
            response.getHeaders(name).forEach(value -> before.add(new Header(name, value)));
        }
    }

    void add(String name) {
        names.add(name);
    }

    /** Those that the handler has set, without those that are not kept. */
    List<Header> kept(Set<String> notKept) {
        List<Header> kept = new ArrayList<>();
        for (String name : names) {
            if (notKept.contains(name.toLowerCase(Locale.ROOT))) {
                continue;
            }
            if (name.equalsIgnoreCase("Content-Type")) { // which a container may keep elsewhere
                String type = response.getContentType();
                if (type != null) {
                    kept.add(new Header("Content-Type", type));
                }
            } else {
                response.getHeaders(name).forEach(value -> kept.add(new Header(name, value)));
            }
        }
        return kept;
    }

    /** Takes back what the handler has set; what earlier filters set stays. */
    void restore() {
        response.reset();
        names.clear();
        before.forEach(each -> response.addHeader(each.name(), each.value()));
    }

    static void replay(List<Header> headers, HttpServletResponse response) {
        Set<String> seen = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (Header each : headers) {
            if (seen.add(each.name())) {
                response.setHeader(each.name(), each.value());
            } else {
                response.addHeader(each.name(), each.value());
            }
        }
    }
}
