package dev.safe4j.benchmarks;

import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import java.util.List;
import org.redisson.api.RScript;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;

/** Runs scripts that the server knows, with nothing between the caller and the client. */
interface RawScripts {

    /** Has the server learn a script; gives its digest. */
    String load(String text);

    /** Its answer, as texts. */
    List<String> run(String sha, List<String> keys, List<String> arguments);

    /** Through Redisson. */
    static RawScripts by(RedissonClient client) {
        return new ByRedisson(client.getScript(StringCodec.INSTANCE));
    }

    /** Through Lettuce. */
    static RawScripts by(StatefulRedisConnection<String, String> connection) {
        return new ByLettuce(connection);
    }

    /** Through Redisson's scripts. */
    record ByRedisson(RScript scripts) implements RawScripts {

        @Override
        public String load(String text) {
            return scripts.scriptLoad(text);
        }

        @Override
        public List<String> run(String sha, List<String> keys, List<String> arguments) {
            List<Object> answer = scripts.evalSha(
                    keys.get(0),
                    RScript.Mode.READ_WRITE,
                    sha,
                    RScript.ReturnType.LIST,
                    List.copyOf(keys),
                    arguments.toArray());
            return answer.stream().map(String::valueOf).toList();
        }
    }

    /** Through one connection of Lettuce. */
    record ByLettuce(StatefulRedisConnection<String, String> connection) implements RawScripts {

        @Override
        public String load(String text) {
            return connection.sync().scriptLoad(text);
        }

        @Override
        public List<String> run(String sha, List<String> keys, List<String> arguments) {
            return connection
                    .sync()
                    .evalsha(
                            sha, ScriptOutputType.MULTI, keys.toArray(String[]::new), arguments.toArray(String[]::new));
        }
    }
}
