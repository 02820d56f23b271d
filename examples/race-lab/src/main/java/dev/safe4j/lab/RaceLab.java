package dev.safe4j.lab;

import dev.safe4j.lab.catalogue.Catalogue;
import dev.safe4j.lab.catalogue.Repository;
import dev.safe4j.lab.catalogue.What;
import dev.safe4j.lab.load.Load;
import dev.safe4j.lab.load.Shops;
import dev.safe4j.lab.run.Runs;
import dev.safe4j.lab.search.Search;
import dev.safe4j.lab.staged.Staged;
import java.util.Map;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** Opens the lab, and says where it is; see the README for the options. */
@SpringBootApplication
public class RaceLab {

    public static void main(String[] arguments) {
        if (System.getProperty("safe4j.servers") == null && System.getenv("SAFE4J_SERVERS") == null) {
            System.setProperty("safe4j.servers", "embedded");
        }
        // Some hazards are that nobody sees a thread fail: its stack on the console would look like a fault of the lab.
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) ->
                System.err.println("What was shown ended a thread, and nobody but this line told: " + failure));
        Opening.open(System.out, arguments).ifPresent(System::exit);
    }

    @Bean
    Catalogue catalogue() {
        return new Catalogue(Repository.here());
    }

    @Bean
    Shops shops() {
        return new Shops();
    }

    @Bean
    Runs runs(Catalogue catalogue, Shops shops) {
        return new Runs(
                catalogue, Map.of(What.LOAD, new Load(shops), What.SEARCH, new Search(), What.STAGED, new Staged()));
    }
}
