package dev.safe4j.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;

/** Starts applications that must not start. */
final class Start {

    private Start() {}

    /** What somebody reads who starts the application, on H2 and with all auto-configurations, by its main method. */
    static String failing(CapturedOutput output, Class<?> application, String... properties) {
        int before = output.getOut().length();
        Throwable failure = catchThrowable(() -> new SpringApplicationBuilder(Applications.Auto.class, application)
                .web(WebApplicationType.NONE)
                .properties(properties)
                .run()
                .close());
        assertThat(failure).as("the application must not start").isNotNull();
        String report = output.getOut().substring(before);
        assertThat(report).contains("APPLICATION FAILED TO START", "Description:", "Action:");
        return report;
    }
}
