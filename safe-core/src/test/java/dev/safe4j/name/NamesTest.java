package dev.safe4j.name;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.counter.Counters;
import dev.safe4j.counter.MemoryCounterStore;
import dev.safe4j.lock.Locks;
import dev.safe4j.lock.MemoryLockStore;
import java.util.List;
import org.junit.jupiter.api.Test;

class NamesTest {

    @Test
    void names_of_whole_characters_are_let_through_as_they_are() {
        for (String name : List.of("a", " a ", "Ä", "straße", "\ud83c\udf6c", "a\ud83c\udf6cb", "\u00a0x", "a{b}")) {
            assertThat(Names.checked("a name", name, 10)).isSameAs(name);
        }
    }

    @Test
    void half_a_character_is_refused_by_every_room_as_stores_would_keep_a_question_mark() {
        Counters counters = Counters.on(new MemoryCounterStore());
        try (Locks locks = Locks.on(new MemoryLockStore())) {
            for (String torn :
                    List.of("\ud83c", "a\ud83c", "\udf6ca", "\ud83ca", "\udf6c\ud83c", "\ud83c\ud83c\udf6c")) {
                assertThat(Names.isTorn(torn)).isTrue();
                assertThatThrownBy(() -> counters.add(torn, 1))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("the key of a counter must not hold half of a character");
                assertThatThrownBy(() -> locks.tryAcquire(torn)).hasMessageContaining("half of a character");
            }
        }
    }

    @Test
    void what_is_no_name_is_refused_by_what_it_is_the_rule_and_the_value() {
        refused(null, "a name must not be null.");
        refused("", "a name must not be blank.");
        refused("  ", "a name must not be blank.");
        refused("a\u0085b", "a name must not hold control characters");
        refused("a\nb", "'a?b'");
        refused("12345678901", "a name has at most 10 characters, and '1234567890…' has 11.");
        assertThat(Names.checkedOrBlank("a name", "", 10)).isEmpty();
    }

    private static void refused(String name, String message) {
        assertThatThrownBy(() -> Names.checked("a name", name, 10))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
