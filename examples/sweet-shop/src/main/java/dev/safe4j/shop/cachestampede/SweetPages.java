package dev.safe4j.shop.cachestampede;

import dev.safe4j.shop.NotThere;
import dev.safe4j.shop.outside.Tally;
import java.math.BigDecimal;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.web.util.HtmlUtils;

/** Makes the pages of the sweets from their rows, and counts how often. */
@Component
class SweetPages implements ProductPages.Renderer {

    private final Tally made = new Tally();
    private final JdbcClient jdbc;

    SweetPages(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    private record Sweet(String name, BigDecimal price) {}

    @Override
    public String render(String sweet) {
        made.add(sweet);
        Sweet found = jdbc.sql("select name, price from sweet where id = ?")
                .param(Long.valueOf(sweet))
                .query((row, number) -> new Sweet(row.getString(1), row.getBigDecimal(2)))
                .optional()
                .orElseThrow(() -> new NotThere("there is no sweet " + sweet));
        return """
                <!doctype html>
                <html lang="en">
                  <head>
                    <meta charset="utf-8">
                    <title>%1$s</title>
                    <link rel="stylesheet" href="/shop.css">
                  </head>
                  <body>
                    <main>
                      <h1>%1$s</h1>
                      <p>%2$s</p>
                    </main>
                  </body>
                </html>
                """.formatted(HtmlUtils.htmlEscape(found.name()), found.price().toPlainString());
    }

    long made(long sweet) {
        return made.of(String.valueOf(sweet));
    }
}
