package dev.safe4j.test.redis;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.redisson.api.RObject;

/** What a call on an object of Redisson sends, and which calls are no single command. */
final class RedissonCalls {

    /** Whose calls are one command or one script each, but for the calls below. */
    private static final Set<String> OBJECTS = words("RBucket RBuckets RAtomicLong RAtomicDouble RMap RMapCache"
            + " RMapCacheNative RSet RSetCache RList RQueue RDeque RBlockingQueue RBlockingDeque RScoredSortedSet"
            + " RLexSortedSet RBitSet RHyperLogLog RGeo RStream RSetMultimap RListMultimap RSetMultimapCache"
            + " RListMultimapCache RKeys RScript RFunction");

    private static final Set<String> SEND_NOTHING = words("getName getCodec");

    private static final Set<String> PAGED = words("iterator listIterator descendingIterator spliterator stream"
            + " parallelStream forEach keySet values entrySet entries keyIterator valueIterator entryIterator"
            + " distributedIterator subList removeIf replaceAll getKeys getKeysByPattern getKeysStream"
            + " getKeysStreamByPattern getKeysWithLimit deleteByPattern unlinkByPattern getAllKeys");

    private static final Set<String> COMPUTED =
            words("compute computeIfAbsent computeIfPresent merge loadAll mapReduce");

    private static final Set<String> LISTENING = words("addListener removeListener subscribeOnElements"
            + " subscribeOnFirstElements subscribeOnLastElements unsubscribe");

    private static final Set<String> READS = words(
            "get isExists size isEmpty contains containsKey containsValue"
                    + " containsAll containsEach readAll readAllMap readAllKeySet readAllValues readAllEntrySet getAll"
                    + " getOrDefault remainTimeToLive getExpireTime valueSize getScore rank revRank valueRange entryRange count"
                    + " cardinality length peek element peekFirst peekLast getFirst getLast indexOf lastIndexOf range first last");

    /** Those that write the object's own key, and no other. */
    private static final Set<String> WRITES = words("set trySet setIfAbsent setIfExists setAndKeepTTL compareAndSet"
            + " compareAndDelete getAndSet getAndDelete getAndExpire getAndClearExpire delete unlink expire expireAt"
            + " clearExpire addAndGet incrementAndGet decrementAndGet getAndAdd getAndIncrement getAndDecrement put"
            + " putAll putIfAbsent putIfExists fastPut fastPutIfAbsent fastPutIfExists fastReplace fastRemove remove"
            + " replace add addAll tryAdd removeAll retainAll clear poll offer push pop pollFirst pollLast offerFirst"
            + " offerLast addFirst addLast removeFirst removeLast addScore addIfAbsent removeRandom trim fastSet take");

    private RedissonCalls() {}

    private static Set<String> words(String words) {
        return Set.of(words.split(" "));
    }

    static boolean sendsNothing(String method) {
        return SEND_NOTHING.contains(method);
    }

    /** Why a call cannot be a step; null if it can. */
    static @Nullable String refusal(Class<?> type, Method method) {
        String name = method.getName();
        if (type.getSimpleName().endsWith("Reactive") || type.getSimpleName().endsWith("Rx") || isAClient(type)) {
            return "what it sends is not sent by the actor: call Redisson's synchronous objects";
        }
        if (RedissonObject.isAsync(method)) {
            return "the actor does not wait for its end: call the method without Async";
        }
        if (!OBJECTS.contains(type.getSimpleName())) {
            return "a call on it is more than one command, or rests on messages, timers or threads of the client;"
                    + " a race can be run of objects whose calls are one command or script each, such as RBucket, RMap"
                    + " or RScript";
        }
        if (PAGED.contains(name)) {
            return "it reads page by page: read all at once, by readAll… or get";
        }
        if (COMPUTED.contains(name)) {
            return "it is more than one command: call get, putIfAbsent, replace or a script";
        }
        return LISTENING.contains(name) ? "messages arrive on threads of the client" : null;
    }

    private static boolean isAClient(Class<?> type) {
        return type.getSimpleName().startsWith("Redisson");
    }

    /** Those that may wait for an element; nothing tells which of the server's clients it is. */
    static boolean mayBlock(Method method) {
        String name = method.getName();
        boolean timed = Stream.of(method.getParameterTypes())
                .anyMatch(type -> type.equals(TimeUnit.class) || type.equals(Duration.class));
        return name.startsWith("take")
                || name.contains("FromAny")
                || (timed && name.startsWith("poll"))
                || name.equals("read")
                || name.equals("readGroup");
    }

    static String name(Object object) {
        return object instanceof RObject named ? String.valueOf(named.getName()) : "";
    }

    static RedisCall of(Object object, Class<?> type, String method, @Nullable Object[] args) {
        String kind = type.getSimpleName().replaceFirst("Async$", "");
        return switch (kind) {
            case "RScript" -> script(method, args);
            case "RBuckets", "RKeys" -> ofNames(kind, method, args);
            default -> ofObject(kind, name(object), method, args);
        };
    }

    private static RedisCall ofObject(String kind, String key, String method, @Nullable Object[] args) {
        String shape = kind + "(" + key + ")." + method;
        Set<String> own = Set.of(key);
        boolean reads = READS.contains(method);
        boolean known = reads || WRITES.contains(method);
        return new RedisCall(shape + shown(args), shape, reads ? own : Set.of(), reads ? Set.of() : own, known);
    }

    private static RedisCall ofNames(String kind, String method, @Nullable Object[] args) {
        Set<String> names = new TreeSet<>();
        Object first = args.length == 0 ? null : args[0];
        if (first instanceof String[] several) {
            names.addAll(Arrays.asList(several));
        } else if (first instanceof Map<?, ?> values) {
            values.keySet().forEach(name -> names.add(String.valueOf(name)));
        }
        String shape = kind + "." + method + (names.isEmpty() ? "" : " " + String.join(" ", names));
        boolean reads = words("get countExists touch").contains(method);
        return new RedisCall(
                kind + "." + method + shown(args),
                shape,
                reads ? names : Set.of(),
                reads ? Set.of() : names,
                !names.isEmpty());
    }

    private static String shown(@Nullable Object[] args) {
        List<String> shown = new ArrayList<>();
        for (Object each : args) {
            if (each instanceof Object[] items) {
                Stream.of(items).forEach(item -> shown.add(Texts.result(item)));
            } else {
                shown.add(Texts.result(each));
            }
        }
        return "(" + String.join(", ", shown) + ")";
    }

    /** The script is the last text before the type of the result, the keys are a list. */
    private static RedisCall script(String method, @Nullable Object[] args) {
        String source = "";
        List<String> keys = List.of();
        List<String> values = new ArrayList<>();
        for (Object each : args) {
            if (each instanceof String text) {
                source = text;
            } else if (each instanceof List<?> list) {
                keys = list.stream().map(Texts::whole).toList();
            } else if (each instanceof Object[] items) {
                Stream.of(items).map(Texts::whole).forEach(values::add);
            }
        }
        return RedisCall.script(method.toUpperCase(java.util.Locale.ROOT) + " " + Texts.script(source), keys, values);
    }
}
