package dev.safe4j.test.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.servers.RedisTest;
import dev.safe4j.servers.TestRedis;
import dev.safe4j.test.interleavings.Exploration;
import dev.safe4j.test.interleavings.Interleavings;
import dev.safe4j.test.interleavings.RaceProbe;
import dev.safe4j.test.interleavings.Verdict;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a call touches, and calls without a client. */
class RedisCallTest {

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "GET a, a, -",
                "SET a v PX 5, -, a",
                "MGET a b, a b, -",
                "DEL a b, -, a b",
                "MSET a 1 b 2, -, a b",
                "BLPOP a b 5, -, a b",
                "RENAME a b, -, a b",
                "COPY a b, a, b",
                "SINTERSTORE d a b, a b, d",
                "BITOP AND d a b, a b, d",
                "ZUNIONSTORE d 2 a b WEIGHTS 1 2, a b, d",
                "ZINTER 2 a b WITHSCORES, a b, -",
                "EVAL script 2 a b arg, a b, a b",
                "EVALSHA_RO sha 1 a arg, a, -",
                "XADD s * f v, -, s"
            })
    void a_table_tells_the_keys(String command, String reads, String writes) {
        String[] words = command.split(" ");
        RedisCall call = RedisCall.command(words[0], List.of(words).subList(1, words.length));
        assertThat(call.reads()).isEqualTo(reads == null ? Set.of() : Set.of(reads.split(" ")));
        assertThat(call.writes()).isEqualTo(writes == null ? Set.of() : Set.of(writes.split(" ")));
        assertThat(call.isKnown()).isTrue();
        assertThat(call.text()).isEqualTo(command);
    }

    @Test
    void what_is_not_in_the_table_and_scripts_without_keys_may_touch_anything() {
        RedisCall get = RedisCall.command("get", "a");
        assertThat(get.footprint()
                        .independentOf(RedisCall.command("SET", "b", "1").footprint()))
                .isTrue();
        assertThat(get.footprint()
                        .independentOf(RedisCall.command("SET", "a", "1").footprint()))
                .isFalse();
        for (RedisCall any : List.of(
                RedisCall.command("FLUSHDB"),
                RedisCall.command("KEYS", "*"),
                RedisCall.command("EVAL", "return 1", "0"),
                RedisCall.command("GET"),
                RedisCall.script("release", List.of(), List.of("a")))) {
            assertThat(get.footprint().independentOf(any.footprint()))
                    .as(any.text())
                    .isFalse();
        }
    }

    @Test
    void the_shape_has_the_keys_and_not_the_values() {
        assertThat(RedisCall.command("SET", "a", "random", "NX").shape()).isEqualTo("SET a");
        assertThat(RedisCall.script("release", List.of("a"), List.of("me")).shape())
                .isEqualTo("release a");
        assertThat(RedisCall.script("release", List.of("a"), List.of("me")).text())
                .isEqualTo("release a me");
    }

    @Test
    void bytes_are_shown_as_text_where_they_are_text() {
        assertThat(Texts.shown("ä".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .isEqualTo("ä");
        assertThat(Texts.shown(new byte[] {(byte) 0xff, 1, 2})).isEqualTo("3 bytes");
        assertThat(Texts.shown(new byte[] {(byte) 0xac, (byte) 0xed, 0, 5, 't', 0, 1, 'k'}))
                .isEqualTo("k");
        assertThat(Texts.result(List.of(1, 2, 3, 4, 5, 6, 7))).isEqualTo("[1, 2, 3, 4, 5, 6, … 7 in all]");
    }

    @RedisTest
    void code_with_a_client_of_its_own_makes_steps_of_its_calls(TestRedis redis) throws Exception {
        RaceProbe probe = new RaceProbe();
        String key = redis.key("n");
        Exploration found = search(probe, redis, key).tryExplore();
        assertThat(found.verdict()).as(found::toString).isEqualTo(Verdict.VIOLATED);
        var finding = Objects.requireNonNull(found.finding());
        assertThat(finding.token()).hasToString("1:none:as_configured:0,1,1,0");
        assertThat(finding.played().events().get(0).step().text()).isEqualTo("GET " + key);
        Exploration lost = Interleavings.on(probe)
                .given(() -> redis.call("SET", key, "0"))
                .actor("one", () -> add(probe.redis(), redis, key))
                .losingConnectionsOf("one")
                .allowing(UncheckedIOException.class)
                .afterwards("nothing is lost", outcomes -> outcomes.failures(UncheckedIOException.class) == 0)
                .tryExplore();
        assertThat(lost.verdict()).as(lost::toString).isEqualTo(Verdict.VIOLATED);
        assertThat(Objects.requireNonNull(lost.finding()).token()).hasToString("1:none:as_configured:0!");
        assertThat(probe.redis().<Object>step(RedisCall.command("GET", key), () -> "idle"))
                .isEqualTo("idle");
    }

    private static Interleavings search(RaceProbe probe, TestRedis redis, String key) {
        return Interleavings.on(probe)
                .given(() -> redis.call("SET", key, "0"))
                .actor("one", () -> add(probe.redis(), redis, key))
                .actor("other", () -> add(probe.redis(), redis, key))
                .afterwards(
                        "all who came through are counted",
                        outcomes -> Integer.parseInt(String.valueOf(redis.call("GET", key))) >= outcomes.successes());
    }

    private static void add(RedisSteps steps, TestRedis redis, String key) throws Exception {
        Object n = steps.step(RedisCall.command("GET", key), () -> redis.call("GET", key));
        String next = String.valueOf(Integer.parseInt(String.valueOf(n)) + 1);
        steps.step(RedisCall.command("SET", key, next), () -> redis.call("SET", key, next));
    }
}
