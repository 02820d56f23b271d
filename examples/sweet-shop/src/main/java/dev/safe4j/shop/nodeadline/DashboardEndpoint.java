package dev.safe4j.shop.nodeadline;

import dev.safe4j.background.WorkerThreads;
import dev.safe4j.shop.Form;
import dev.safe4j.shop.Twins;
import dev.safe4j.shop.nodeadline.Dashboard.Service;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.HtmlUtils;

@RestController
class DashboardEndpoint {

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Twins<Dashboard> dashboards;

    DashboardEndpoint(ShopServices shop) {
        Map<String, Service> services = shop.all();
        this.dashboards = new Twins<>(
                new UnsafeDashboard(WorkerThreads.named("dashboard"), services), new SafeDashboard(PATIENCE, services));
    }

    @GetMapping(path = Form.PATHS + "/dashboard", produces = MediaType.TEXT_HTML_VALUE)
    String page(@PathVariable Form form) {
        String rows = dashboards.of(form).lines().entrySet().stream()
                .map(line -> "<tr><th scope=\"row\">%s</th><td>%s</td></tr>"
                        .formatted(HtmlUtils.htmlEscape(line.getKey()), HtmlUtils.htmlEscape(line.getValue())))
                .collect(Collectors.joining("\n      "));
        return """
                <!doctype html>
                <html lang="en">
                  <head>
                    <meta charset="utf-8">
                    <title>This morning (%1$s)</title>
                    <link rel="stylesheet" href="/shop.css">
                  </head>
                  <body>
                    <h1>This morning</h1>
                    <table>
                      %2$s
                    </table>
                  </body>
                </html>
                """.formatted(form.label(), rows);
    }
}
