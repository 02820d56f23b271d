package dev.safe4j.shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.shop.provider.PaymentServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/** The race as a newcomer sees it, of full size, against two instances: three times in a row on each database. */
@Tag("soak")
class RaceSoakTest {

    private static final int RUNS = 3;

    @TempDir
    Path folder;

    @EachDatabase
    void every_hazard_of_retries_breaks_and_every_safe_form_is_exact_in_every_run(TestDatabase db) throws IOException {
        PaymentServer provider = TwoInstancesTest.sharedProvider();
        String shared = "--provider.url=" + provider.address();
        List<ConfigurableApplicationContext> shops = TwoInstancesTest.startTwoAtOnce(db, shared);
        try {
            String targets = "--race.targets=" + TwoInstancesTest.address(shops.get(0)) + ","
                    + TwoInstancesTest.address(shops.get(1));
            for (int run = 1; run <= RUNS; run++) {
                Path file = folder.resolve("race-" + run + ".json");
                TwoInstancesTest.Run raced = TwoInstancesTest.run(db, "--json=" + file, targets, shared);
                System.out.println(db.kind() + ", run " + run + ": " + raced.printed());
                assertThat(raced.code()).as(raced.printed()).hasValue(0);
                assertThat(TwoInstancesTest.assertFigures(file)).contains("lookup-then-execute");
            }
        } finally {
            shops.forEach(ConfigurableApplicationContext::close);
            provider.close();
        }
    }
}
