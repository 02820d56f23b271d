package dev.safe4j.shop.browser;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.util.FileSystemUtils;

/** One browser for all tests of a class, with an empty profile. Where none is installed, the class is skipped. */
public final class BrowserOfClass implements BeforeAllCallback, AfterAllCallback {

    private @Nullable Path profile;
    private @Nullable Chromium browser;

    /** The browser; to be asked for while a test of the class runs. */
    public Chromium get() {
        return Objects.requireNonNull(browser, "no test of the class is running");
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        profile = Files.createTempDirectory("safe4j-browser-");
        browser = Chromium.start(profile);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (browser != null) {
            browser.close();
            browser = null;
        }
        if (profile != null) {
            FileSystemUtils.deleteRecursively(profile.toFile());
        }
    }
}
