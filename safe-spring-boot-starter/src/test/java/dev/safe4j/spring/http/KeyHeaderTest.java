package dev.safe4j.spring.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The cases are those of the grammar of RFC 9651: sections 3.1.2 (parameters), 3.3 (items) and 4.2 (parsing). */
class KeyHeaderTest {

    private static final KeyHeader STRICT = new KeyHeader(true);
    private static final KeyHeader LENIENT = new KeyHeader(false);

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "8e03978e-40d5-43e8-bc93-6894a57f9324" | 8e03978e-40d5-43e8-bc93-6894a57f9324
            "a"                     | a
            "a b"                   | a b
            `  "a"  `               | a
            `\t"a"\t`               | a
            "a\\"b"                 | a"b
            "a\\\\b"                | a\\b
            "\\\\\\""               | \\"
            "a,b;c=d"               | a,b;c=d
            "~ !#$%&'()*+"          | ~ !#$%&'()*+
            "k";a                   | k
            "k";a=1                 | k
            "k";a=-999999999999999  | k
            "k";a=1.5               | k
            "k";a=-123456789012.125 | k
            "k";a="x\\"y"           | k
            "k";a=token/x:y         | k
            "k";a=*                 | k
            "k";a=:cHJldGVuZA==:    | k
            "k";a=::                | k
            "k";a=?0;b=?1           | k
            "k";a=@1659578233       | k
            "k";a=@-62135596800     | k
            "k";a=%"f%c3%bc"        | k
            "k";  a=1;*b_-.*9;a=2   | k
            """)
    void an_item_that_is_a_string_is_a_key(String header, String key) throws Exception {
        assertThat(STRICT.read(List.of(header))).isEqualTo(key);
        assertThat(LENIENT.read(List.of(header))).isEqualTo(key);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ""                      | an empty String
            " "                     | blanks only
            "                       | no closing quote
            "a                      | no closing quote
            "a\\"                   | the closing quote is escaped
            "a\\                    | nothing after the backslash
            "a\\n"                  | another escape
            "a\\u0041"              | another escape
            "a\tb"                  | a tab
            "ü"                     | beyond ASCII
            "a" b                   | trailing garbage
            "a"b                    | trailing garbage
            "a", "b"                | a list
            "a","a"                 | a list of the same
            ("a" "b")               | an inner list
            a="b"                   | a dictionary
            "a" ;b                  | a blank before the semicolon
            "k";                    | no name of the parameter
            "k";A=1                 | an upper case name
            "k";1a                  | a name that begins with a digit
            "k";a=                  | no value
            "k";a= 1                | a blank before the value
            "k";a =1                | a blank after the name
            "k";a=1234567890123456  | 16 digits
            "k";a=1234567890123.1   | 13 digits before the point
            "k";a=1.1234            | 4 digits after the point
            "k";a=1.                | no digit after the point
            "k";a=-                 | no digit
            "k";a=.5                | no digit before the point
            "k";a="x                | an open String
            "k";a=:cHJl!:           | no base64
            "k";a=:cHJl             | no closing colon
            "k";a=?2                | no Boolean
            "k";a=?                 | no Boolean
            "k";a=@1.5              | a Date that is a Decimal
            "k";a=%"x%C3"           | upper case digits
            "k";a=%"x%c             | an open Display String
            "k";a=%x                | no quote
            "k";a=(1 2)             | an inner list
            'k'                     | single quotes
            """)
    void what_is_not_is_malformed(String header, String why) {
        assertThatThrownBy(() -> STRICT.read(List.of(header))).as(why).isInstanceOf(MalformedKeyException.class);
        if (header.startsWith("\"")) {
            assertThatThrownBy(() -> LENIENT.read(List.of(header))).as(why).isInstanceOf(MalformedKeyException.class);
        }
    }

    /** Items of other types: a Token, numbers, bytes, truth values, a Date, a Display String. */
    @ParameterizedTest
    @ValueSource(strings = {"abc", "*x", "1", "1.5", ":YQ==:", "?1", "@1", "%\"a\"", "8e03978e-40d5"})
    void other_types_are_malformed_by_the_strict_rule(String header) {
        assertThatThrownBy(() -> STRICT.read(List.of(header))).isInstanceOf(MalformedKeyException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"8e03978e-40d5-43e8-bc93-6894a57f9324", "abc", "KG5LxwFBepaKHyUD", "a/b+c=", "order:42", "'k'"})
    void both_forms_of_a_value_are_one_key(String value) throws Exception {
        assertThat(LENIENT.read(List.of(value)))
                .isEqualTo(LENIENT.read(List.of('"' + value + '"')))
                .isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a,b", "a;b=1", "a\"b\"", "a\\b", "a\u0001", "a\u007f", "ü", "a\tb", ", a"})
    void what_may_be_more_than_a_value_is_no_bare_one(String header) {
        assertThatThrownBy(() -> LENIENT.read(List.of(header))).isInstanceOf(MalformedKeyException.class);
    }

    static Stream<Character> forbidden() {
        return IntStream.concat(IntStream.range(0, 0x20), IntStream.rangeClosed(0x7f, 0x100))
                .mapToObj(each -> (char) each);
    }

    @ParameterizedTest
    @MethodSource("forbidden")
    void a_string_holds_no_control_character_and_none_beyond_ascii(char each) {
        for (KeyHeader reader : List.of(STRICT, LENIENT)) {
            assertThatThrownBy(() -> reader.read(List.of("\"a" + each + "b\"")))
                    .isInstanceOf(MalformedKeyException.class);
        }
    }

    @Test
    void several_lines_are_a_list_even_of_the_same() {
        assertThatThrownBy(() -> LENIENT.read(List.of("\"a\"", "\"a\""))).isInstanceOf(MalformedKeyException.class);
        assertThatThrownBy(() -> LENIENT.read(List.of("a", "a"))).isInstanceOf(MalformedKeyException.class);
        assertThatThrownBy(() -> STRICT.read(List.of("\"a", "b\""))).isInstanceOf(MalformedKeyException.class);
    }

    @Test
    void no_line_is_no_key() throws Exception {
        assertThat(STRICT.read(List.of())).isNull();
    }

    @Test
    void a_key_has_255_characters_at_most_without_quotes_and_escapes() throws Exception {
        assertThat(STRICT.read(List.of('"' + "k".repeat(255) + '"'))).hasSize(255);
        assertThat(STRICT.read(List.of('"' + "\\\"".repeat(255) + '"'))).hasSize(255);
        assertThat(LENIENT.read(List.of("k".repeat(255)))).hasSize(255);
        for (String tooLong : List.of('"' + "k".repeat(256) + '"', "k".repeat(256))) {
            assertThatThrownBy(() -> LENIENT.read(List.of(tooLong)))
                    .isInstanceOf(MalformedKeyException.class)
                    .hasMessageContaining("255");
        }
    }
}
