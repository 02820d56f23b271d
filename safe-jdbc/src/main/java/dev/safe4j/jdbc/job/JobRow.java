package dev.safe4j.jdbc.job;

import dev.safe4j.jdbc.ServerClock;
import dev.safe4j.job.JobState;
import dev.safe4j.job.JobStore.Claimed;
import dev.safe4j.job.JobStore.Saved;
import dev.safe4j.job.StoredJob;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A job as it was claimed, or is to be.
 *
 * @param job what the worker gets
 * @param place its priority below zero
 * @param hasSlot whether it has waited for the pace of its type
 */
record JobRow(Claimed job, int place, boolean hasSlot) {

    /** How many columns JOB and NEXT have. */
    static final int COLUMNS = 15;

    /** How many columns STORED has. */
    static final int STORED_COLUMNS = 10;

    static JobRow claimed(@Nullable Object[] row) {
        Claimed job = new Claimed(
                number(row[0]),
                String.valueOf(row[1]),
                (int) number(row[3]),
                bytes(row[4]),
                context(text(row[5])),
                text(row[6]),
                saved(row[7], row[8], row[9]),
                ServerClock.instant(row[10]),
                ServerClock.instant(row[11]),
                ServerClock.instant(row[14] == null ? row[11] : row[14]),
                ServerClock.instant(row[12]));
        return new JobRow(job, (int) number(row[2]), truth(row[13]));
    }

    static StoredJob stored(@Nullable Object[] row) {
        return new StoredJob(
                number(row[0]),
                String.valueOf(row[1]),
                JobState.valueOf(String.valueOf(row[2])),
                (int) number(row[3]),
                bytes(row[4]),
                saved(row[5], row[6], row[7]),
                ServerClock.instant(row[8]),
                text(row[9]));
    }

    private static Saved saved(@Nullable Object progress, @Nullable Object resume, @Nullable Object history) {
        double done = progress instanceof Number number ? number.doubleValue() : -1;
        return new Saved(done, text(resume), history == null ? "" : history.toString());
    }

    static long number(@Nullable Object value) {
        return value instanceof Number number ? number.longValue() : 0;
    }

    static boolean truth(@Nullable Object value) {
        return value instanceof Boolean truth ? truth : number(value) != 0;
    }

    static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    private static byte[] bytes(@Nullable Object value) {
        return (byte[]) Objects.requireNonNull(value, "a job has a payload");
    }

    /** As a form sends its fields: any text comes back as it was, and no database minds a character of it. */
    static @Nullable String text(Map<String, String> context) {
        return context.isEmpty()
                ? null
                : context.entrySet().stream()
                        .map(each -> encoded(each.getKey()) + "=" + encoded(each.getValue()))
                        .collect(Collectors.joining("&"));
    }

    private static Map<String, String> context(@Nullable String text) {
        if (text == null) {
            return Map.of();
        }
        Map<String, String> context = new HashMap<>();
        for (String each : text.split("&", -1)) {
            int end = each.indexOf('=');
            context.put(decoded(each.substring(0, end)), decoded(each.substring(end + 1)));
        }
        return Map.copyOf(context);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
