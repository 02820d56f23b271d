package dev.safe4j.spring.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.safe4j.idempotency.AnswerCodec;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

/** Both generations of Jackson: one reads what the other wrote, and both make the same bytes of a request. */
class CodecsTest {

    /** As Spring Boot 3.5 makes its mapper, as far as that matters here, and as Spring Boot 4 does. */
    enum Generation {
        TWO(new Jackson2Codec(new ObjectMapper().registerModule(new JavaTimeModule()))),
        THREE(new Jackson3Codec(JsonMapper.builder().build()));

        private final AnswerCodec codec;

        Generation(AnswerCodec codec) {
            this.codec = codec;
        }

        Generation other() {
            return this == TWO ? THREE : TWO;
        }
    }

    private static final Receipt RECEIPT = new Receipt(
            new UUID(1, 2),
            "süß \"x\" \u2028",
            new BigDecimal("12.30"),
            Long.MAX_VALUE,
            Instant.parse("2026-11-26T12:00:00.123456789Z"),
            LocalDate.parse("2026-02-28"),
            Duration.ofMillis(1500),
            State.PAID,
            List.of(new Line("fudge", 2), new Line("toffee", 1)),
            Map.of("b", 1, "a", 2),
            new byte[] {0, -1},
            null);

    @ParameterizedTest
    @EnumSource
    void an_answer_of_one_is_read_by_the_other(Generation writer) {
        byte[] bytes = writer.codec.encode(RECEIPT, Receipt.class);
        assertThat(writer.other().codec.decode(bytes, Receipt.class))
                .usingRecursiveComparison()
                .isEqualTo(RECEIPT);
        assertThat(writer.codec.decode(bytes, Receipt.class))
                .usingRecursiveComparison()
                .isEqualTo(RECEIPT);
    }

    @ParameterizedTest
    @EnumSource
    void so_are_bare_values_and_lists(Generation writer) throws Exception {
        Type lines = CodecsTest.class.getDeclaredMethod("lines").getGenericReturnType();
        List<Line> list = List.of(new Line("fudge", 2));
        assertThat(writer.other().codec.decode(writer.codec.encode(list, lines), lines))
                .isEqualTo(list);
        for (Object each : new Object[] {"text", 7, 7L, true, new BigDecimal("1.50"), State.PAID}) {
            Class<?> type = each.getClass();
            assertThat(writer.other().codec.decode(writer.codec.encode(each, type), type))
                    .isEqualTo(each);
        }
    }

    static List<Line> lines() {
        return List.of();
    }

    /** Else a request would be another one after an upgrade. */
    @Test
    void both_make_the_same_bytes() {
        assertThat(text(Generation.THREE)).isEqualTo(text(Generation.TWO));
    }

    private static String text(Generation generation) {
        return new String(generation.codec.encode(RECEIPT, Receipt.class), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @EnumSource
    void a_field_that_was_added_meanwhile_is_left_out(Generation reader) {
        byte[] newer = "{\"sweet\":\"fudge\",\"count\":2,\"colour\":\"brown\"}".getBytes(StandardCharsets.UTF_8);
        assertThat(reader.codec.decode(newer, Line.class)).isEqualTo(new Line("fudge", 2));
    }

    @ParameterizedTest
    @EnumSource
    void what_cannot_be_read_back_is_told_before_it_is_written(Generation generation) {
        generation.codec.check(Receipt.class);
        generation.codec.check(String.class);
        generation.codec.check(Integer.class);
        for (Class<?> type : List.of(Sweet.class, Hidden.class, Object.class)) {
            assertThatThrownBy(() -> generation.codec.check(type))
                    .as(type.getName())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(type.getName());
        }
        assertThatThrownBy(() -> generation.codec.check(
                        CodecsTest.class.getDeclaredMethod("anything").getGenericReturnType()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    static List<?> anything() {
        return List.of();
    }

    @ParameterizedTest
    @EnumSource
    void garbage_is_none_of_a_type(Generation generation) {
        for (String garbage : List.of("", "{", "[]", "{} {}", "nonsense")) {
            assertThatThrownBy(() -> generation.codec.decode(garbage.getBytes(StandardCharsets.UTF_8), Receipt.class))
                    .as(garbage)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    enum State {
        PAID
    }

    record Line(String sweet, int count) {}

    record Receipt(
            UUID id,
            String name,
            BigDecimal price,
            long number,
            Instant at,
            LocalDate day,
            Duration took,
            State state,
            List<Line> lines,
            Map<String, Integer> counts,
            byte[] image,
            @Nullable String nothing) {}

    /** Of which kind it was cannot be told from what is stored. */
    interface Sweet {}

    /** Can be made by nobody. */
    static final class Hidden {
        private final int value;

        private Hidden(int first, int second) {
            value = first + second;
        }

        public int getValue() {
            return value;
        }
    }
}
