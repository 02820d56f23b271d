package dev.safe4j.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.library.SomebodyElses;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The same check for {@code @Transactional} of the application's own beans, which it can soften. */
@ExtendWith(OutputCaptureExtension.class)
@Tag("slow")
class TransactionBoundaryTest {

    private static final String CALLED =
            "Bypassed.importAll() calls Bypassed.write() on this: the call does not go through"
                    + " the proxy, so @Transactional of write is without effect there.";

    @Test
    void a_call_on_this_fails_the_start(CapturedOutput output) {
        assertThat(Start.failing(output, Bypassed.class))
                .contains("(wrong-boundary)", CALLED)
                .contains("safe4j.transaction.boundary-check=warn starts nevertheless.");
    }

    @Test
    void or_is_a_warning(CapturedOutput output) {
        Applications.onH2()
                .withPropertyValues("safe4j.transaction.boundary-check=warn")
                .withBean(Bypassed.class)
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(output).containsOnlyOnce(CALLED);
                });
    }

    @Test
    void or_nothing(CapturedOutput output) {
        Applications.onH2()
                .withPropertyValues("safe4j.transaction.boundary-check=off")
                .withBean(Bypassed.class)
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(output).doesNotContain("Bypassed");
                });
    }

    @Test
    void methods_that_no_proxy_can_intercept(CapturedOutput output) {
        assertThat(Start.failing(output, Impossible.class))
                .contains("Impossible.secret() is annotated @Transactional and is private")
                .contains("Impossible.fixed() is annotated @Transactional and is final");
    }

    @Test
    void a_transaction_of_its_own_that_it_would_not_get(CapturedOutput output) {
        assertThat(Start.failing(output, Nested.class))
                .contains("Nested.outer() calls Nested.log() on this")
                .contains("It would run in the transaction of its caller instead of its own.");
    }

    @Test
    void what_is_right_starts() {
        Applications.onH2()
                .withBean(Right.class)
                .withBean(ByClass.class)
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void beans_of_libraries_are_not_looked_at() {
        Applications.onH2()
                .withBean(SomebodyElses.class)
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void without_proxied_transactions_there_is_nothing_to_bypass() {
        Applications.onH2()
                .withClassLoader(new FilteredClassLoader("org.springframework.jdbc", "org.jooq"))
                .withBean(Bypassed.class)
                .run(context -> assertThat(context).hasNotFailed());
    }

    public static class Bypassed {
        public void importAll() {
            write();
        }

        @Transactional
        public void write() {}
    }

    static class Impossible {
        @Transactional
        private void secret() {}

        @Transactional
        public final void fixed() {
            secret();
        }
    }

    static class Nested {
        @Transactional
        public void outer() {
            log();
        }

        @Transactional(propagation = Propagation.REQUIRES_NEW)
        public void log() {}
    }

    static class Right {
        @Transactional
        public void outer() {
            helper();
        }

        private void helper() {
            inner();
        }

        @Transactional
        public void inner() {}
    }

    @Transactional
    static class ByClass {
        public void outer() {
            helper();
        }

        private void helper() {
            inner();
        }

        static void tool() {}

        public void inner() {}
    }
}
