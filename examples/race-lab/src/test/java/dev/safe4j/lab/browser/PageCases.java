package dev.safe4j.lab.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.shop.browser.BrowserOfClass;
import dev.safe4j.shop.browser.Chromium;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The page, for each test anew, with a lab behind it that says what the test tells it to. In the end the browser complains of nothing. */
abstract class PageCases {

    @RegisterExtension
    static final BrowserOfClass BROWSER = new BrowserOfClass();

    final FakeLab lab = new FakeLab();
    Chromium browser;
    LabPage page;

    @BeforeEach
    void open() {
        browser = BROWSER.get();
        browser.screen(1280, 800, "light");
        page = new LabPage(browser, lab.address(), Duration.ofSeconds(10));
    }

    @AfterEach
    void nothing_else_to_complain_of() {
        try (lab) {
            assertThat(page.complaints()).isEmpty();
        }
    }
}
