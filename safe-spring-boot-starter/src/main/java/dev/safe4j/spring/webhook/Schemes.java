package dev.safe4j.spring.webhook;

import dev.safe4j.spring.webhook.WebhookSignature.Signed;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** Reads the headers of the schemes. Stateless. */
final class Schemes {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int MOST_SIGNATURES = 16;

    private Schemes() {}

    static @Nullable Signed standard(HttpHeaders headers, byte[] body) {
        String id = single(headers, "webhook-id");
        String timestamp = single(headers, "webhook-timestamp");
        String signatures = single(headers, "webhook-signature");
        if (id == null || id.isEmpty() || !isNumber(timestamp) || timestamp == null || signatures == null) {
            return null;
        }
        List<byte[]> offered = new ArrayList<>();
        for (String each : signatures.split(" ", -1)) {
            byte[] bytes = each.startsWith("v1,") ? base64(each.substring("v1,".length())) : null;
            if (bytes != null && offered.size() < MOST_SIGNATURES) {
                offered.add(bytes);
            }
        }
        return new Signed(id, Long.parseLong(timestamp), id + "." + timestamp + ".", offered);
    }

    static @Nullable Signed timestamped(HttpHeaders headers, String header) {
        String line = single(headers, header);
        if (line == null) {
            return null;
        }
        String timestamp = null;
        List<byte[]> offered = new ArrayList<>();
        for (String part : line.split(",", -1)) {
            String each = part.trim();
            if (each.startsWith("t=") && timestamp == null) {
                timestamp = each.substring("t=".length());
            } else if (each.startsWith("v1=") && offered.size() < MOST_SIGNATURES) {
                byte[] bytes = WebhookSignature.hex(each.substring("v1=".length()));
                if (bytes != null) {
                    offered.add(bytes);
                }
            }
        }
        return timestamp == null || !isNumber(timestamp)
                ? null
                : new Signed(null, Long.parseLong(timestamp), timestamp + ".", offered);
    }

    /** The only line of a header. By the set of all: {@code get} of Spring Framework 7 is not the {@code get} of 6. */
    private static @Nullable String single(HttpHeaders headers, String name) {
        List<String> lines = new ArrayList<>();
        headers.headerSet().forEach(each -> {
            if (each.getKey().equalsIgnoreCase(name)) {
                lines.addAll(each.getValue());
            }
        });
        return lines.size() == 1 ? lines.get(0) : null;
    }

    private static boolean isNumber(@Nullable String text) {
        return text != null && text.matches("[0-9]{1,12}");
    }

    private static byte @Nullable [] base64(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException none) {
            return null;
        }
    }

    static byte[] hmac(byte[] secret, byte[] prefix, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
            mac.update(prefix);
            return mac.doFinal(body);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, impossible);
        }
    }
}
