package dev.safe4j.shop.cachestampede;

import dev.safe4j.flight.GuardedCache;
import dev.safe4j.flight.GuardedCache.Stored;
import dev.safe4j.lock.Locks;
import dev.safe4j.shop.BadInput;
import dev.safe4j.shop.Form;
import dev.safe4j.shop.NotThere;
import dev.safe4j.shop.Twins;
import java.math.BigDecimal;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class ProductPageEndpoint {

    private final Twins<ProductPages> pages;
    private final SweetPages renderer;
    private final JdbcClient jdbc;

    ProductPageEndpoint(SweetPages renderer, Locks locks, JdbcClient jdbc) {
        GuardedCache<String, String> cache = GuardedCache.of(new ConcurrentHashMap<String, Stored<String>>());
        this.pages = new Twins<>(new UnsafeProductPages(renderer), new SafeProductPages(cache, locks, renderer));
        this.renderer = renderer;
        this.jdbc = jdbc;
    }

    @GetMapping(path = Form.PATHS + "/product-pages/{sweet}", produces = MediaType.TEXT_HTML_VALUE)
    String page(@PathVariable Form form, @PathVariable long sweet) {
        return pages.of(form).page(String.valueOf(sweet));
    }

    /** The statement is committed when the page is dropped: it is a transaction by itself. */
    @PutMapping(Form.PATHS + "/product-pages/{sweet}/price")
    void price(@PathVariable Form form, @PathVariable long sweet, @RequestParam BigDecimal price) {
        int rows = jdbc.sql("update sweet set price = ? where id = ?")
                .params(BadInput.money(price), sweet)
                .update();
        if (rows == 0) {
            throw new NotThere("there is no sweet " + sweet);
        }
        pages.of(form).changed(String.valueOf(sweet));
    }

    /** How often this instance has made the page of a sweet, for whichever form. */
    @GetMapping("/outside/product-pages/{sweet}")
    long made(@PathVariable long sweet) {
        return renderer.made(sweet);
    }
}
