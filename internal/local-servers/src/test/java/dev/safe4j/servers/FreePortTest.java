package dev.safe4j.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class FreePortTest {

    private static final Duration BOUND = Duration.ofSeconds(30);

    /** Tells which ports it gets. */
    static final class Another {
        public static void main(String[] ports) {
            for (String port : ports) {
                System.out.println(port + (FreePort.take(Integer.parseInt(port)) == null ? " taken" : " free"));
            }
        }
    }

    @Test
    void a_port_that_is_found_is_nobody_elses_until_it_is_closed_though_nobody_listens_there() {
        List<String> said = new CopyOnWriteArrayList<>();
        FreePort closed = FreePort.find();
        closed.close();
        try (FreePort kept = FreePort.find()) {
            assertThat(FreePort.isFree(kept.number())).isTrue();
            assertThat(FreePort.take(kept.number())).isNull();
            List<String> both = List.of("" + kept.number(), "" + closed.number());
            try (OtherJvm jvm = OtherJvm.start(Another.class, both, Map.of(), said::add)) {
                Await.until(BOUND, "it has told of both", () -> said.size() == 2);
                assertThat(said).containsExactly(kept.number() + " taken", closed.number() + " free");
                Await.until(BOUND, "it has ended", () -> !jvm.isAlive());
            }
            try (FreePort again = Objects.requireNonNull(FreePort.take(closed.number()))) {
                assertThat(again.number()).isEqualTo(closed.number());
            }
        }
    }
}
