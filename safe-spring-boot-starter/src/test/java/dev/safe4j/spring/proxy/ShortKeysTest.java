package dev.safe4j.spring.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ShortKeysTest {

    @Test
    void what_can_be_a_key_is_left_as_it_is() {
        assertThat(ShortKeys.of("login:charlie@factory")).isEqualTo("login:charlie@factory");
        assertThat(ShortKeys.of("x".repeat(150))).hasSize(150).doesNotContain("~");
    }

    @Test
    void what_cannot_is_shortened_to_another_one_for_each_text() {
        List<String> texts = List.of(
                "x".repeat(151),
                "x".repeat(152),
                "a\u0000b",
                "a\nb",
                "a\u0085b",
                "a{b}",
                "a{c}",
                "x" + "\ud83c\udf6c".repeat(80),
                "\ud83c");
        List<String> keys = texts.stream().map(ShortKeys::of).toList();
        assertThat(keys)
                .doesNotHaveDuplicates()
                .allSatisfy(key -> assertThat(key)
                        .hasSizeLessThanOrEqualTo(150)
                        .contains("~")
                        .matches("[^\\p{Cntrl}\\p{Cs}{}]*"));
        assertThat(keys)
                .as("the same each time")
                .isEqualTo(texts.stream().map(ShortKeys::of).toList());
    }
}
