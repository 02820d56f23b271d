package dev.safe4j.shop.duplicatewebhook;

import java.math.BigDecimal;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.json.JsonMapper;

/** What the payment provider has to tell: a box was paid, so it is to be sent. */
public interface PaidBoxes {

    BigDecimal PRICE = new BigDecimal("12.50");

    /** Takes a delivery of an event, and tells the sender whether it has arrived. */
    ResponseEntity<Void> paid(HttpHeaders headers, byte[] body);

    /**
     * The event.
     *
     * @param id the same in every delivery
     * @param reference which box
     * @param card whose
     */
    record Paid(String id, String reference, String card) {

        static Paid read(byte[] body) {
            return JsonMapper.shared().readValue(body, Paid.class);
        }

        long box() {
            return Long.parseLong(reference);
        }
    }
}
