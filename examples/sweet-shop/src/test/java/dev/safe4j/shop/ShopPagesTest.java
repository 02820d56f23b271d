package dev.safe4j.shop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.safe4j.shop.pages.Gate;
import dev.safe4j.shop.pages.Visitor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The pages of the shop that ask others: the dashboard while one of them does not answer, and the pages from a cache. */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ShopPagesTest {

    private final Gate hangs = new Gate();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer weather;
    private ConfigurableApplicationContext shop;
    private Http http;

    @BeforeAll
    void open() throws IOException {
        weather = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        weather.setExecutor(threads);
        weather.createContext("/", exchange -> {
            hangs.pass();
            byte[] answer = "rain & hail".getBytes(UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        weather.start();
        shop = new SpringApplicationBuilder(SweetShop.class)
                .run(
                        "--race.at-start=false",
                        "--server.port=0",
                        "--shop.weather=http://127.0.0.1:"
                                + weather.getAddress().getPort() + "/");
        http = new Http(Integer.parseInt(shop.getEnvironment().getRequiredProperty("local.server.port")));
    }

    @AfterAll
    void close() {
        hangs.open();
        shop.close();
        weather.stop(0);
        threads.shutdownNow();
    }

    @Test
    void the_dashboard_shows_what_came_while_one_service_does_not_answer() {
        List<String> unsafe = new CopyOnWriteArrayList<>();
        Visitor waiting = Visitor.starts(
                "unsafe", () -> unsafe.add(http.get("/unsafe/dashboard").body()));
        hangs.awaitArrival();
        String safe = http.get("/safe/dashboard").body();
        assertThat(safe)
                .contains("boxes are ordered")
                .contains("sweets are sold out")
                .contains("charges of visa")
                .contains("<th scope=\"row\">weather</th><td>no answer</td>");
        assertThat(waiting.isDone()).isFalse();
        hangs.open();
        waiting.finish();
        assertThat(unsafe.get(0)).contains("<td>rain &amp; hail</td>");
        assertThat(http.get("/safe/dashboard").body()).contains("<td>rain &amp; hail</td>");
    }

    @Test
    void a_page_from_the_cache_is_the_one_after_the_last_change_of_its_price() {
        shop.getBean(JdbcClient.class)
                .sql("insert into sweet (id, name, price, stock) values (-5, 'Salt & toffee', 1.40, 3)")
                .update();
        for (Form form : Form.values()) {
            String page = form.path() + "/product-pages/-5";
            assertThat(http.put(page + "/price?price=1.40", "").statusCode()).isEqualTo(200);
            assertThat(http.get(page).body())
                    .contains("<h1>Salt &amp; toffee</h1>")
                    .contains("<p>1.40</p>");
            assertThat(http.get(page).body()).contains("<p>1.40</p>");
            assertThat(http.put(page + "/price?price=1.60", "").statusCode()).isEqualTo(200);
            assertThat(http.get(page).body()).contains("<p>1.60</p>");
            assertThat(http.put(form.path() + "/product-pages/-6/price?price=1.60", "")
                            .statusCode())
                    .isEqualTo(404);
            assertThat(http.get(form.path() + "/product-pages/-6").statusCode()).isEqualTo(404);
        }
        assertThat(http.get("/outside/product-pages/-5").body()).isEqualTo("4");
    }
}
