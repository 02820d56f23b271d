package dev.safe4j.spring.webhook;

import dev.safe4j.once.Inbox;
import dev.safe4j.once.InboxResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;

/**
 * Receives the webhooks of one sender at one endpoint: checks the signature, then handles the event once, in the transaction in which its
 * id is recorded. Immutable and thread-safe.
 */
public final class WebhookReceiver {

    private static final Logger LOG = LoggerFactory.getLogger(WebhookReceiver.class);
    private static final int NOT_GENUINE = 400;
    private static final int COME_BACK = 503;

    private final String source;
    private final WebhookSignature signature;
    private final Inbox inbox;

    /**
     * Makes the receiver.
     *
     * @param source the sender and the endpoint: ids of different ones have nothing to do with each other
     * @param signature how the sender signs
     * @param inbox whose window is at least as long as the sender repeats; in the database of the handler's effects
     */
    public WebhookReceiver(String source, WebhookSignature signature, Inbox inbox) {
        this.source = source;
        this.signature = signature;
        this.inbox = inbox;
    }

    /**
     * What is done with an event.
     *
     * @param <X> what it throws
     */
    @FunctionalInterface
    public interface Handler<X extends Exception> {

        /**
         * Handles the event.
         *
         * @param event its id
         * @throws X whatever it throws: the event counts as not handled, and the sender is to come back
         */
        void handle(String event) throws X;
    }

    /**
     * Receives a delivery.
     *
     * @param headers of the request
     * @param body its bytes, as they came
     * @param handler what is done with the event
     * @param <X> what it throws
     * @return what the sender is to be told: 204 if it was handled, now or before; 503 if it is being handled and may yet fail; 400 if it
     *     is not genuine
     * @throws X what the handler threw, to be answered by a status that has the sender come back
     */
    public <X extends Exception> ResponseEntity<Void> receive(HttpHeaders headers, byte[] body, Handler<X> handler)
            throws X {
        Verification found = signature.verify(headers, body);
        if (found instanceof Verification.Genuine genuine) {
            InboxResult result = inbox.<X>process(source, genuine.event(), () -> handler.handle(genuine.event()));
            return result instanceof InboxResult.InProgress
                    ? ResponseEntity.status(COME_BACK)
                            .header("Retry-After", "1")
                            .build()
                    : ResponseEntity.noContent().build();
        }
        LOG.warn("A webhook of {} was refused: {}.", source, ((Verification.Refused) found).why());
        return ResponseEntity.status(NOT_GENUINE).build();
    }
}
