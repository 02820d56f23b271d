package dev.safe4j.lab;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** Opens the lab, and says where it is; see the README for the options. */
@SpringBootApplication
public class RaceLab {

    public static void main(String[] arguments) {
        new SpringApplicationBuilder(RaceLab.class)
                .properties("spring.config.name=race-lab")
                .run(arguments);
    }
}
