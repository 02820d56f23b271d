package dev.safe4j.shop;

import dev.safe4j.shop.race.RaceSettings;
import java.io.PrintStream;
import java.util.OptionalInt;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;

/** Opens the shop, runs the race, prints the table, and keeps serving; see the README for the options. */
@SpringBootApplication
@EnableConfigurationProperties(RaceSettings.class)
public class SweetShop {

    private static final int BAD_USE = 2;

    public static void main(String[] arguments) {
        if (System.getProperty("safe4j.servers") == null && System.getenv("SAFE4J_SERVERS") == null) {
            System.setProperty("safe4j.servers", "embedded");
        }
        open(System.out, arguments).ifPresent(System::exit);
    }

    /** Returns the exit code, or nothing if the shop stays open. */
    static OptionalInt open(PrintStream out, String... arguments) {
        Options options;
        try {
            options = Options.of(arguments);
        } catch (IllegalArgumentException wrong) {
            out.println(wrong.getMessage());
            return OptionalInt.of(BAD_USE);
        }
        ConfigurableApplicationContext shop = SpringApplication.run(SweetShop.class, arguments);
        int code = new Opening(shop, options, out).race();
        return options.once() ? OptionalInt.of(SpringApplication.exit(shop, () -> code)) : OptionalInt.empty();
    }
}
