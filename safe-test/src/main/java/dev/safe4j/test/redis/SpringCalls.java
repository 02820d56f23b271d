package dev.safe4j.test.redis;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.stream.Record;
import org.springframework.data.redis.connection.stream.StreamOffset;
import org.springframework.data.redis.core.types.Expiration;

/** What a method of Spring Data Redis sends. Most methods are called as their command. */
final class SpringCalls {

    private static final Map<String, String> NAMES = Map.of(
            "applyExpiration", "PEXPIRE",
            "applyHashFieldExpiration", "HPEXPIRE",
            "setGet", "SET",
            "geoRemove", "ZREM",
            "zRemRange", "ZREMRANGEBYRANK",
            "hRandFieldWithValues", "HRANDFIELD",
            "zRandMemberWithScore", "ZRANDMEMBER",
            "pSetEx", "PSETEX");

    /** On the wire these say how many keys follow. */
    private static final Set<String> NUMBERED = Set.of("ZUNION", "ZINTER", "ZDIFF", "SINTERCARD", "ZINTERCARD");

    private static final Set<String> STORE_NUMBERED = Set.of("ZUNIONSTORE", "ZINTERSTORE", "ZDIFFSTORE");

    private SpringCalls() {}

    static String command(Method method, @Nullable Object[] args) {
        String name = method.getName();
        if (name.equals("execute")) {
            return String.valueOf(args[0]).toUpperCase(Locale.ROOT);
        }
        String known = NAMES.get(name);
        return known == null ? name.replaceFirst("WithScores$", "").toUpperCase(Locale.ROOT) : known;
    }

    static RedisCall of(Method method, @Nullable Object[] args) {
        String name = command(method, args);
        Words words = new Words();
        switch (method.getName()) {
            case "execute" -> words.addAll(args, 1);
            case "eval", "evalSha" -> {
                words.add(args[0] instanceof byte[] source ? Texts.whole(source) : args[0]);
                words.addAll(args, 2);
            }
            default -> words.addAll(args, 0);
        }
        if (Commands.mayBlock(name) && args.length > 0 && args[0] instanceof Number) {
            words.firstToEnd(); // a method has the time first, a command last
        }
        if (name.equals("SET")) {
            words.conditionFirst();
        }
        if (NUMBERED.contains(name) || STORE_NUMBERED.contains(name)) {
            words.number(STORE_NUMBERED.contains(name) ? 1 : 0, keys(args));
        }
        return Commands.call(name, words.wire, words.shown);
    }

    private static long keys(@Nullable Object[] args) {
        return args.length > 0 && args[args.length - 1] instanceof byte[][] sets ? sets.length : 0;
    }

    /** Arguments in the order of the protocol: as they are, and as they are shown. */
    private static final class Words {

        private final List<String> wire = new ArrayList<>();
        private final List<String> shown = new ArrayList<>();

        void addAll(@Nullable Object[] args, int from) {
            Arrays.stream(args, from, args.length).forEach(this::add);
        }

        void add(@Nullable Object value) {
            if (value instanceof Object[] items && !(value instanceof byte[][] && items.length == 0)) {
                addAll(items, 0);
            } else if (value instanceof Map<?, ?> map) {
                map.forEach((key, each) -> {
                    add(key);
                    add(each);
                });
            } else if (value instanceof Collection<?> items) {
                items.forEach(this::add);
            } else if (value instanceof Expiration expiration) {
                addExpiration(expiration);
            } else if (value instanceof Enum<?> option) {
                addOption(option);
            } else if (value != null && value.getClass().getSimpleName().equals("SetCondition")) {
                addCondition(value);
            } else if (value instanceof StreamOffset<?> stream) {
                add(stream.getKey());
            } else if (value instanceof Record<?, ?> entry) {
                add(entry.getStream());
                add(entry.getValue());
            } else if (value != null && !(value instanceof Object[]) && Texts.isShown(value)) {
                wire.add(Texts.whole(value));
                shown.add(Texts.shown(value));
            }
        }

        private void addExpiration(Expiration expiration) {
            if (expiration.isKeepTtl()) {
                add("KEEPTTL");
            } else if (!expiration.isPersistent()) {
                add("PX");
                add(expiration.getExpirationTimeInMilliseconds());
            }
        }

        /** Options have other types in each generation of Spring Data Redis, and tell the same by their names. */
        private void addOption(Enum<?> option) {
            switch (option.name()) {
                case "SET_IF_ABSENT", "IF_ABSENT" -> add("NX");
                case "SET_IF_PRESENT", "IF_PRESENT" -> add("XX");
                case "UPSERT" -> {}
                default -> add(option.name());
            }
        }

        private void addCondition(Object condition) {
            try {
                add(condition.getClass().getMethod("getKeyCondition").invoke(condition));
            } catch (ReflectiveOperationException unknown) {
                add(condition.getClass().getSimpleName());
            }
        }

        /** The generations of Spring Data Redis have it before or after the expiration: shown the same. */
        void conditionFirst() {
            int last = shown.size() - 1;
            if (last > 2 && shown.get(last).matches("NX|XX")) {
                shown.add(2, shown.remove(last));
            }
        }

        void firstToEnd() {
            Collections.rotate(wire, -1);
            Collections.rotate(shown, -1);
        }

        /** Only the keys have to stand where they belong: what else there is comes after them. */
        void number(int at, long keys) {
            int last = wire.size();
            int first = (int) Math.max(at, last - keys);
            Collections.rotate(wire.subList(at, last), last - first);
            wire.add(at, String.valueOf(keys));
        }
    }
}
