package dev.safe4j.it.http;

import dev.safe4j.spring.IdempotentRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Handlers that write their answer themselves, and flush nothing. */
@RestController
@IdempotentRequest
class WritingController {

    static final String PLACED = "order 17 was placed";

    final AtomicInteger runs = new AtomicInteger();

    @PostMapping("/written")
    void written(@RequestParam int characters, @RequestParam String type, HttpServletResponse response)
            throws IOException {
        runs.incrementAndGet();
        response.setContentType(type);
        response.getWriter().write("x".repeat(characters));
    }

    /** Of a failure and of what was not done nothing is kept, however large it is. */
    @PostMapping("/written/status")
    void status(@RequestParam int code, HttpServletResponse response) throws IOException {
        runs.incrementAndGet();
        response.setStatus(code);
        response.getWriter().write("x".repeat(5_000));
    }

    static final class SoldOutException extends RuntimeException {

        private static final long serialVersionUID = 1L;
    }

    @PostMapping("/written/sold-out")
    void soldOut(HttpServletResponse response) throws IOException {
        response.setContentType("text/plain");
        response.getWriter().write(PLACED);
        throw new SoldOutException();
    }

    @ExceptionHandler(SoldOutException.class)
    ResponseEntity<Map<String, String>> refuse() {
        return ResponseEntity.status(422).body(Map.of("error", "sold out"));
    }

    @PostMapping("/written/redirect")
    void redirect(HttpServletResponse response) throws IOException {
        response.getWriter().write(PLACED);
        response.sendRedirect("/orders/17");
    }

    /** As an application on Servlet 6.1 does, against which these tests are not always compiled. */
    @PostMapping("/written/redirect-by-status")
    void redirectByStatus(HttpServletResponse response) throws ReflectiveOperationException {
        HttpServletResponse.class
                .getMethod("sendRedirect", String.class, int.class)
                .invoke(response, "/orders/17", 303);
    }

    @PostMapping("/written/redirect-keeping")
    void redirectKeeping(HttpServletResponse response) throws ReflectiveOperationException, IOException {
        response.getWriter().write(PLACED);
        HttpServletResponse.class
                .getMethod("sendRedirect", String.class, boolean.class)
                .invoke(response, "/orders/17", false);
    }

    @PostMapping("/written/language")
    void language(HttpServletResponse response) throws IOException {
        response.setLocale(Locale.GERMANY);
        response.getWriter().write(PLACED);
    }

    @PostMapping("/written/reset")
    void reset(HttpServletResponse response) throws IOException {
        response.setContentType("text/plain;charset=ISO-8859-1");
        response.getWriter().write(PLACED);
        response.reset();
        response.setContentType("text/plain;charset=UTF-8");
        response.getWriter().write("süß");
    }
}
