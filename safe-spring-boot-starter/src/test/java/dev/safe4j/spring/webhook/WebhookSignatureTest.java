package dev.safe4j.spring.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;

class WebhookSignatureTest {

    /** The example of the Standard Webhooks specification. */
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private static final long AT = 1614265330L;
    private static final byte[] BODY = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);
    private static final String SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    private static Clock at(long second) {
        return Clock.fixed(Instant.ofEpochSecond(second), ZoneOffset.UTC);
    }

    private static HttpHeaders standard(String signature) {
        HttpHeaders headers = new HttpHeaders();
        headers.set("webhook-id", ID);
        headers.set("webhook-timestamp", String.valueOf(AT));
        headers.set("webhook-signature", signature);
        return headers;
    }

    @Test
    void the_example_of_standard_webhooks_is_genuine() {
        assertThat(WebhookSignature.standard(at(AT), SECRET).verify(standard(SIGNATURE), BODY))
                .isEqualTo(new Verification.Genuine(ID));
    }

    @Test
    void one_that_fits_is_enough_of_several_and_of_several_secrets() {
        String several = "v1a,AAAA v1,AAAA v2,x v1,!!! " + SIGNATURE;
        String other = Base64.getEncoder().encodeToString(new byte[32]);
        assertThat(WebhookSignature.standard(at(AT), other, SECRET).verify(standard(several), BODY))
                .isEqualTo(new Verification.Genuine(ID));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "v1,",
                "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OA=",
                "v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
                "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
            })
    void what_does_not_fit_is_refused(String signature) {
        assertThat(WebhookSignature.standard(at(AT), SECRET).verify(standard(signature), BODY))
                .isInstanceOf(Verification.Refused.class);
    }

    @Test
    void every_part_is_signed() {
        WebhookSignature signature = WebhookSignature.standard(at(AT), SECRET);
        assertRefused(signature, standard(SIGNATURE), "{\"test\": 2432232315}");
        for (String header : new String[] {"webhook-id", "webhook-timestamp", "webhook-signature"}) {
            HttpHeaders changed = standard(SIGNATURE);
            changed.set(header, header.equals("webhook-timestamp") ? String.valueOf(AT + 1) : "other");
            assertRefused(signature, changed, new String(BODY, StandardCharsets.UTF_8));
            changed.remove(header);
            assertRefused(signature, changed, new String(BODY, StandardCharsets.UTF_8));
            HttpHeaders doubled = standard(SIGNATURE);
            doubled.add(header, "second line");
            assertRefused(signature, doubled, new String(BODY, StandardCharsets.UTF_8));
        }
    }

    private static void assertRefused(WebhookSignature signature, HttpHeaders headers, String body) {
        assertThat(signature.verify(headers, body.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(Verification.Refused.class);
    }

    @Test
    void what_is_too_old_or_too_new_is_refused() {
        for (long off : new long[] {-300, 300}) {
            assertThat(WebhookSignature.standard(at(AT + off), SECRET).verify(standard(SIGNATURE), BODY))
                    .isInstanceOf(Verification.Genuine.class);
        }
        for (long off : new long[] {-301, 301, -AT}) {
            assertThat(WebhookSignature.standard(at(AT + off), SECRET).verify(standard(SIGNATURE), BODY))
                    .isInstanceOf(Verification.Refused.class);
        }
        assertThat(WebhookSignature.standard(at(AT + 301), SECRET)
                        .tolerance(Duration.ofHours(1))
                        .verify(standard(SIGNATURE), BODY))
                .isInstanceOf(Verification.Genuine.class);
    }

    private static HttpHeaders stripe(String secret, long at, byte[] body) {
        byte[] mac = Schemes.hmac(
                secret.getBytes(StandardCharsets.UTF_8), (at + ".").getBytes(StandardCharsets.UTF_8), body);
        HttpHeaders headers = new HttpHeaders();
        headers.set("Stripe-Signature", "t=" + at + ",v1=" + HexFormat.of().formatHex(mac) + ",v0=00");
        return headers;
    }

    @Test
    void a_timestamped_signature_is_checked_before_its_body_is_read() {
        WebhookSignature signature = WebhookSignature.timestamped(
                "Stripe-Signature", at(AT), body -> new String(body, StandardCharsets.UTF_8), "whsec_abc");
        byte[] body = "evt_1".getBytes(StandardCharsets.UTF_8);
        assertThat(signature.verify(stripe("whsec_abc", AT, body), body)).isEqualTo(new Verification.Genuine("evt_1"));
        assertRefused(signature, stripe("whsec_abc", AT, body), "evt_2");
        assertRefused(signature, stripe("whsec_other", AT, body), "evt_1");
        assertRefused(signature, stripe("whsec_abc", AT - 301, body), "evt_1");
        assertRefused(signature, new HttpHeaders(), "evt_1");
        assertRefused(signature, stripe("whsec_abc", AT, new byte[0]), "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "t=1614265330", "v1=00", "t=x,v1=00", "t=,v1=00", "t=1614265330,v1=zz", "t=-1,v1=00"})
    void a_malformed_header_is_refused(String header) {
        HttpHeaders headers = new HttpHeaders();
        headers.set("Stripe-Signature", header);
        assertRefused(
                WebhookSignature.timestamped("Stripe-Signature", at(AT), body -> "id", "whsec_abc"), headers, "body");
    }
}
