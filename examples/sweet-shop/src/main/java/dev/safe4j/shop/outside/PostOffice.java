package dev.safe4j.shop.outside;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Takes mails to the mail server that is named by {@code shop.mail-server}, over HTTP, or else to the mailbox of this instance. */
@Component
public class PostOffice {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final Mailbox mailbox;
    private final @Nullable URI server;

    public PostOffice(Mailbox mailbox, @Value("${shop.mail-server:#{null}}") @Nullable URI server) {
        this.mailbox = mailbox;
        this.server = server;
    }

    /**
     * Sends a mail.
     *
     * @param key the same each time that this mail is sent
     */
    public void send(String key, String customer, String text) {
        if (server == null) {
            mailbox.send(customer, text);
            return;
        }
        HttpRequest request = HttpRequest.newBuilder(server)
                .timeout(PATIENCE)
                .header("Idempotency-Key", key)
                .header("X-Sender", Long.toString(ProcessHandle.current().pid()))
                .POST(BodyPublishers.ofString(customer + ": " + text))
                .build();
        try {
            HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException("the mail server answered " + answer.statusCode());
            }
        } catch (IOException lost) {
            throw new IllegalStateException("the mail server did not answer", lost);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        }
    }
}
