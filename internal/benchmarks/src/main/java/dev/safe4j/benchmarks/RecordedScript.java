package dev.safe4j.benchmarks;

import dev.safe4j.redis.RedisClient;
import dev.safe4j.redis.ScriptCall;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/** A script as a step of ours called it, so that it can be called again for other keys with nothing of ours between. Immutable. */
final class RecordedScript {

    private static final String KEY = "recorded";
    private static final int TOKEN = UUID.randomUUID().toString().length();

    private final RawScripts scripts;
    private final String sha;
    private final List<Name> names;
    private final List<String> arguments;

    private RecordedScript(RawScripts scripts, String sha, List<Name> names, List<String> arguments) {
        this.scripts = scripts;
        this.sha = sha;
        this.names = names;
        this.arguments = arguments;
    }

    /** What a key in Redis is made of. */
    private record Name(String head, String tail, boolean hasToken) {

        static Name of(String recorded) {
            int from = recorded.indexOf(KEY);
            String tail = recorded.substring(from + KEY.length());
            boolean hasToken = tail.length() > TOKEN;
            int length = hasToken ? tail.length() - TOKEN : tail.length();
            return new Name(recorded.substring(0, from), tail.substring(0, length), hasToken);
        }

        String with(String key) {
            return head + key + (hasToken ? tail + UUID.randomUUID() : tail);
        }
    }

    /**
     * Records a step.
     *
     * @param client through which it goes
     * @param scripts through which the same goes then
     * @param step is told the client and the key that it is to be for
     */
    static RecordedScript of(RedisClient client, RawScripts scripts, Step step) {
        List<ScriptCall> calls = new ArrayList<>();
        step.on(recording(client, calls::add), KEY);
        if (calls.size() != 1) {
            throw new IllegalStateException("a step of ours ran " + calls.size() + " scripts, and not one.");
        }
        ScriptCall call = calls.get(0);
        return new RecordedScript(
                scripts,
                scripts.load(call.script().text()),
                call.keys().stream().map(Name::of).toList(),
                call.arguments());
    }

    /** A step of ours. */
    @FunctionalInterface
    interface Step {
        void on(RedisClient client, String key);
    }

    private static RedisClient recording(RedisClient client, Consumer<ScriptCall> calls) {
        return (RedisClient) Proxy.newProxyInstance(
                RedisClient.class.getClassLoader(), new Class<?>[] {RedisClient.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("run")) {
                        calls.accept((ScriptCall) arguments[0]);
                    }
                    try {
                        return method.invoke(client, arguments);
                    } catch (InvocationTargetException failure) {
                        throw failure.getCause();
                    }
                });
    }

    /** Whether it was done for this key. */
    boolean isDone(String key) {
        List<String> keys = names.stream().map(name -> name.with(key)).toList();
        return scripts.run(sha, keys, arguments).get(0).equals("1");
    }
}
