package dev.safe4j.spring.webhook;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * How a sender signs its webhooks. Immutable and thread-safe.
 *
 * <p>The bytes are compared as they came, before anybody parses them, in a time that does not depend on how much of a signature fits.
 * Several secrets are valid at once, for while they are changed.
 */
public final class WebhookSignature {

    /** How old or new a delivery may be, unless said otherwise. */
    public static final Duration DEFAULT_TOLERANCE = Duration.ofMinutes(5);

    /** What a scheme reads from a delivery. */
    interface Scheme {

        /** The parts of a signature; null if they are not there. */
        @Nullable
        Signed read(HttpHeaders headers, byte[] body);
    }

    /**
     * What is signed, and how.
     *
     * @param event the id of the event; null if it is in the body
     * @param timestamp seconds since 1970
     * @param prefix of the signed bytes, before the body
     * @param signatures that are offered
     */
    record Signed(@Nullable String event, long timestamp, String prefix, List<byte[]> signatures) {}

    private final Scheme scheme;
    private final Function<byte[], @Nullable String> eventOf;
    private final List<byte[]> secrets;
    private final Clock clock;
    private final Duration tolerance;

    private WebhookSignature(
            Scheme scheme,
            Function<byte[], @Nullable String> eventOf,
            List<byte[]> secrets,
            Clock clock,
            Duration tolerance) {
        if (secrets.isEmpty() || secrets.stream().anyMatch(each -> each.length < 1)) {
            throw new IllegalArgumentException("a webhook is signed with a secret, and it must not be empty.");
        }
        this.scheme = scheme;
        this.eventOf = eventOf;
        this.secrets = secrets;
        this.clock = Objects.requireNonNull(clock, "the clock is null");
        this.tolerance = tolerance;
    }

    /**
     * Returns the scheme of Standard Webhooks, version 1: the headers {@code webhook-id}, {@code webhook-timestamp} and
     * {@code webhook-signature}.
     *
     * @param clock by which the age of a delivery is told
     * @param secrets as the sender shows them: base64, after {@code whsec_} or alone; the one that is valid, or those that are
     * @return the scheme
     * @throws IllegalArgumentException if a secret is no base64
     */
    public static WebhookSignature standard(Clock clock, String... secrets) {
        List<byte[]> keys = new ArrayList<>();
        for (String each : secrets) {
            keys.add(Base64.getDecoder().decode(each.startsWith("whsec_") ? each.substring("whsec_".length()) : each));
        }
        return new WebhookSignature(Schemes::standard, body -> null, keys, clock, DEFAULT_TOLERANCE);
    }

    /**
     * Returns the scheme of Stripe, which others use too: one header of {@code t=} and {@code v1=}.
     *
     * @param header such as {@code Stripe-Signature}
     * @param clock by which the age of a delivery is told
     * @param event finds the id of the event in the body, once its signature fits; null if there is none
     * @param secrets as the sender shows them; the one that is valid, or those that are
     * @return the scheme
     */
    public static WebhookSignature timestamped(
            String header, Clock clock, Function<byte[], @Nullable String> event, String... secrets) {
        List<byte[]> keys = new ArrayList<>();
        for (String each : secrets) {
            keys.add(each.getBytes(StandardCharsets.UTF_8));
        }
        return new WebhookSignature(
                (headers, body) -> Schemes.timestamped(headers, header), event, keys, clock, DEFAULT_TOLERANCE);
    }

    /**
     * Sets how old or new a delivery may be.
     *
     * @param time a second to a day
     * @return the signature with it
     * @throws IllegalArgumentException if it is out of that
     */
    public WebhookSignature tolerance(Duration time) {
        if (time.compareTo(Duration.ofSeconds(1)) < 0 || time.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("a delivery may be a second to a day old, and not " + time + ".");
        }
        return new WebhookSignature(scheme, eventOf, secrets, clock, time);
    }

    /**
     * Checks a delivery.
     *
     * @param headers of the request
     * @param body its bytes, as they came
     * @return what was found
     */
    public Verification verify(HttpHeaders headers, byte[] body) {
        Signed signed = scheme.read(headers, body);
        if (signed == null) {
            return new Verification.Refused("its signature is missing or malformed");
        }
        if (!isSigned(signed, body)) {
            return new Verification.Refused("no signature of it fits");
        }
        // Told only of what is the sender's: the time of anything else is anybody's invention.
        long age = Math.abs(clock.instant().getEpochSecond() - signed.timestamp());
        if (age > tolerance.toSeconds()) {
            return new Verification.Refused("it is " + age + " s from now, and " + tolerance.toSeconds()
                    + " s are allowed: a repetition by somebody else, or a clock that is wrong");
        }
        String event = signed.event() != null ? signed.event() : eventOf.apply(body);
        return event == null || event.isBlank()
                ? new Verification.Refused("it has no id")
                : new Verification.Genuine(event);
    }

    private boolean isSigned(Signed signed, byte[] body) {
        boolean fits = false;
        for (byte[] secret : secrets) {
            byte[] expected = Schemes.hmac(secret, signed.prefix().getBytes(StandardCharsets.UTF_8), body);
            for (byte[] each : signed.signatures()) {
                fits |= java.security.MessageDigest.isEqual(expected, each);
            }
        }
        return fits;
    }

    /** Reads the bytes of a signature; null if it is none. */
    static byte @Nullable [] hex(String text) {
        try {
            return HexFormat.of().parseHex(text);
        } catch (IllegalArgumentException none) {
            return null;
        }
    }
}
