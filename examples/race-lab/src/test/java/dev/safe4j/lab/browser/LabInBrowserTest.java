package dev.safe4j.lab.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.lab.OpenLab;
import dev.safe4j.shop.browser.BrowserOfClass;
import dev.safe4j.shop.browser.Chromium;
import dev.safe4j.shop.pages.Pages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openqa.selenium.Keys;

/**
 * The page with the real lab behind it. With {@code -Dsafe4j.golden=write} it makes the pictures in {@code docs/images} anew; they differ
 * from run to run, so that they are not compared.
 */
@Tag("slow")
class LabInBrowserTest {

    private static final String SEARCH = "#/double-spend?what=search&server=postgresql&isolation=read+committed";

    @RegisterExtension
    static final BrowserOfClass BROWSER = new BrowserOfClass();

    private static OpenLab lab;

    private Chromium browser;
    private LabPage page;

    @BeforeAll
    static void start() {
        lab = OpenLab.start();
    }

    @AfterAll
    static void close() {
        if (lab != null) {
            lab.close();
        }
    }

    @BeforeEach
    void open() {
        browser = BROWSER.get();
        browser.screen(1280, 800, "light");
        page = new LabPage(browser, lab.address().toString(), Duration.ofSeconds(90));
    }

    @AfterEach
    void nothing_to_complain_of() {
        assertThat(browser.complaints()).isEmpty();
    }

    private static List<String> slugs() throws IOException {
        try (Stream<Path> pages = Files.list(Pages.folder())) {
            return pages.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".md") && !name.equals("README.md"))
                    .map(name -> name.substring(0, name.length() - ".md".length()))
                    .sorted()
                    .toList();
        }
    }

    private static void keep(String picture) {
        if (Pages.WRITE) {
            Path folder = Pages.folder().resolveSibling("images");
            try {
                Files.createDirectories(folder);
                Files.write(folder.resolve(picture), BROWSER.get().picture());
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }

    @Test
    void the_list_has_the_hazards_of_the_catalogue() throws IOException {
        page.open("");
        assertThat(browser.awaitTexts("#catalogue .slug", slugs().size())).containsExactlyInAnyOrderElementsOf(slugs());
    }

    @ParameterizedTest
    @MethodSource("slugs")
    void each_hazard_is_opened(String slug) {
        page.go("#/" + slug);
        page.awaitText("h1", slug);
        assertThat(page.text("#catalogue [aria-current]")).isEqualTo(slug);
        assertThat(page.text(".start")).isNotEmpty();
        assertThat(page.text(".pane.unsafe > .code")).contains("class Unsafe");
        assertThat(page.text(".pane.safe > .code")).contains("class Safe");
        assertThat(page.text("#fix + .copied pre")).isNotEmpty();
        assertThat(page.text("#reviewer + .copied blockquote")).isNotEmpty();
        assertThat(page.count(".whole h3")).isGreaterThan(3);
        assertThat(page.count(".problem:not([hidden]), .notice")).isZero();
        assertThat(page.overflow()).isZero();
    }

    @Test
    void a_load_run_goes_to_its_end_and_shows_red_and_green() {
        page.open("#/double-spend?what=load&server=postgresql&isolation=read+committed");
        page.click(".start");
        page.awaitText(LabPage.CAPTION, "Ran on PostgreSQL");
        assertThat(page.count(".form-result.unsafe .marks .bad")).isPositive();
        assertThat(page.count(".form-result.safe .marks .bad")).isZero();
        assertThat(page.count(".form-result.safe .marks .good")).isPositive();
        assertThat(page.text(".form-result.unsafe .form-head")).contains("broken");
        assertThat(page.text(".form-result.safe .form-head")).contains("held");
        keep("lab-load.png");
    }

    @Test
    void a_search_shows_the_timeline_that_breaks_and_the_safe_form_holds() {
        page.open(SEARCH);
        page.click(".start");
        page.awaitText(LabPage.CAPTION, "Ran on PostgreSQL");
        page.awaitText(".now", "Step 1 of");
        page.press(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT);
        page.awaitText(".now", "Step 3 of");
        assertThat(page.place()).contains("step=3");
        assertThat(page.text(".board .actors"))
                .contains("has read", "has locked", "wallet was written since, by payment 2");
        assertThat(page.text(".lanes .end")).contains("should be 20.00");
        assertThat(page.text(".form-result.safe")).contains("Held in all");
        browser.script("document.querySelector('.stage').scrollIntoView()");
        keep("lab-search.png");
        page.press(Keys.ARROW_LEFT);
        page.awaitText(".now", "Step 2 of");
    }

    @Test
    void a_staged_hazard_is_played_in_the_dark() {
        browser.screen(1280, 800, "dark");
        page.open("#/forgotten-unlock?what=staged");
        page.click(".start");
        page.awaitText(LabPage.CAPTION, "Ran");
        page.awaitText(".now", "Step 1 of");
        page.press(Keys.END);
        assertThat(page.text(".form-result.unsafe .form-head")).contains("broken");
        assertThat(page.text(".form-result.safe .form-head")).contains("held");
        keep("lab-dark.png");
    }
}
