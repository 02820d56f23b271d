package dev.safe4j.lab.browser;

import dev.safe4j.servers.Await;
import dev.safe4j.shop.browser.Chromium;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The lab's page, as somebody sees it who looks at it and types. */
final class LabPage {

    static final String CAPTION = ".stage .caption";

    private static final String TEXT = "return document.querySelector(arguments[0])?.innerText ?? null";

    private final Chromium browser;
    private final String address;
    private final Duration bound;

    /** @param bound how long it may take until something is seen */
    LabPage(Chromium browser, String address, Duration bound) {
        this.browser = browser;
        this.address = address;
        this.bound = bound;
    }

    /** Opens a place, as a link does that was sent: the page is loaded anew, and knows of no run. */
    void open(String place) {
        browser.open(address);
        browser.script("sessionStorage.clear()");
        browser.open("about:blank");
        browser.open(address + place);
    }

    /** Goes to a place, as by a link of the page itself; from elsewhere, opens it. */
    void go(String place) {
        String at = String.valueOf(browser.script("return location.href"));
        if (at.startsWith(address)) {
            browser.script("location.hash = arguments[0]", place);
        } else {
            open(place);
        }
    }

    /** Loads the page again, where it is. */
    void reload() {
        browser.script("location.reload()");
    }

    void back() {
        browser.script("history.back()");
    }

    void awaitText(String css, String part) {
        try {
            Await.until(bound, css + " has the text: " + part, () -> text(css).contains(part));
        } catch (AssertionError late) {
            throw new AssertionError(
                    late.getMessage() + "; it has: " + text(css) + "; the page: " + text("body"), late);
        }
    }

    /** What is written there; empty if there is no such element. */
    String text(String css) {
        return Objects.toString(browser.script(TEXT, css), "");
    }

    void awaitCount(String css, int count) {
        Await.until(bound, count + " of " + css, () -> count(css) == count);
    }

    int count(String css) {
        return ((Number) Objects.requireNonNull(
                        browser.script("return document.querySelectorAll(arguments[0]).length", css)))
                .intValue();
    }

    boolean isSeen(String css) {
        return Boolean.TRUE.equals(
                browser.script("return document.querySelector(arguments[0])?.checkVisibility() ?? false", css));
    }

    void awaitSeen(String css) {
        Await.until(bound, css + " is seen", () -> isSeen(css));
    }

    void click(String css) {
        awaitSeen(css);
        browser.script("document.querySelector(arguments[0]).scrollIntoView({ block: \"center\" })", css);
        browser.click(css);
    }

    void press(CharSequence... keys) {
        browser.press(keys);
    }

    /** What the address says behind the page's own name. */
    String place() {
        return String.valueOf(browser.script("return location.hash"));
    }

    /** How much wider the page is than the screen. */
    long overflow() {
        return ((Number) Objects.requireNonNull(browser.script(
                        "return document.documentElement.scrollWidth - document.documentElement.clientWidth")))
                .longValue();
    }

    /** What the browser complains of in the console, but for requests that were refused, which the page itself shows. */
    List<String> complaints() {
        return browser.complaints().stream()
                .filter(complaint -> !complaint.contains("Failed to load resource"))
                .toList();
    }

    /** The text of what has the focus, or its name. */
    @Nullable
    String focus() {
        return (String) browser.script("const on = document.activeElement; return on.id || on.name || on.innerText");
    }
}
