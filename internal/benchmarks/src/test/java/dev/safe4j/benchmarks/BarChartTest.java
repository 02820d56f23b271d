package dev.safe4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.StringReader;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** The pictures of a table that is known. */
class BarChartTest {

    private static final String SECTION = """
            ## a-case

            What is measured.

            ### on, 8 threads

            | subject                | ops/s median (min–max) | p50 ms | ratio |
            | ---------------------- | ---------------------: | -----: | ----: |
            | raw limit: a < b & "c" |   8,831 (7,860–12,042) |  0.742 |  1.00 |
            | safe4j                 |   5,167 (3,373–15,221) |   1.44 |  0.59 |
            | a peer > 1             |  22,077 (3,153–25,737) |   1.35 |  2.50 |

            ### off

            | subject   | ns median (min–max) | ops/s | ratio |
            | --------- | ------------------: | ----: | ----: |
            | a loop    |          50 (37–51) | 9,999 |  1.00 |
            | safe4j it |    2,518 (150–2600) |    99 |  0.02 |

            ### no ratios

            | subject | leases | statements a period |
            | ------- | -----: | ------------------: |
            | safe4j  |  1,000 |                2.00 |

            Measured: on a machine.
            """;

    private static Document drawn(String section) throws Exception {
        String svg = BarChart.svg(Chart.read("a-case", section));
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
    }

    private static List<Element> elements(Document svg, String name, String ofClass) {
        NodeList all = svg.getElementsByTagName(name);
        return IntStream.range(0, all.getLength())
                .mapToObj(i -> (Element) all.item(i))
                .filter(each -> List.of(each.getAttribute("class").split(" ")).contains(ofClass))
                .toList();
    }

    private static double number(Element element, String attribute) {
        return Double.parseDouble(element.getAttribute(attribute));
    }

    @Test
    void the_tables_with_ratios_are_read_in_their_order() {
        assertThat(Chart.read("a-case", SECTION).panels())
                .containsExactly(
                        new Chart.Panel(
                                "on, 8 threads",
                                List.of(
                                        new Chart.Bar("raw limit: a < b & \"c\"", 1, "8,831 ops/s"),
                                        new Chart.Bar("safe4j", 0.59, "5,167 ops/s"),
                                        new Chart.Bar("a peer > 1", 2.5, "22,077 ops/s"))),
                        new Chart.Panel(
                                "off",
                                List.of(
                                        new Chart.Bar("a loop", 1, "50 ns"),
                                        new Chart.Bar("safe4j it", 0.02, "2,518 ns"))));
    }

    @Test
    void each_row_is_a_bar_as_long_as_its_ratio_is_high() throws Exception {
        List<Element> bars = elements(drawn(SECTION), "rect", "bar");
        assertThat(bars).hasSize(5);
        double first = number(bars.get(0), "width");
        List<Double> ratios = List.of(1.0, 0.59, 2.5, 1.0, 0.02);
        for (int i = 0; i < bars.size(); i++) {
            assertThat(number(bars.get(i), "width") / first).as("bar " + i).isCloseTo(ratios.get(i), within(0.001));
            assertThat(bars.get(i).getAttribute("x")).isEqualTo(bars.get(0).getAttribute("x"));
        }
        assertThat(bars.stream().map(each -> each.getAttribute("class")))
                .containsExactly("first bar", "ours bar", "other bar", "first bar", "ours bar");
    }

    @Test
    void names_stand_in_it_as_they_are_and_before_their_bars() throws Exception {
        Document svg = drawn(SECTION);
        List<Element> names = elements(svg, "text", "subject");
        List<Element> bars = elements(svg, "rect", "bar");
        assertThat(names.stream().map(Element::getTextContent))
                .containsExactly("raw limit: a < b & \"c\"", "safe4j", "a peer > 1", "a loop", "safe4j it");
        for (int i = 0; i < names.size(); i++) {
            double end = number(names.get(i), "x") + Letters.width(names.get(i).getTextContent(), 12);
            assertThat(end).as(names.get(i).getTextContent()).isLessThan(number(bars.get(i), "x"));
        }
    }

    @Test
    void nothing_is_cut_off_by_an_edge() throws Exception {
        String longest = "raw: a fair queue, then our scripts by Lettuce, polled 1 ms";
        Document svg = drawn(
                SECTION.replace("### off", "### " + "off, and more ".repeat(9)).replace("a peer > 1", longest));
        double width = number(svg.getDocumentElement(), "width");
        double height = number(svg.getDocumentElement(), "height");
        NodeList texts = svg.getElementsByTagName("text");
        assertThat(texts.getLength()).isGreaterThan(15);
        for (int i = 0; i < texts.getLength(); i++) {
            Element text = (Element) texts.item(i);
            assertThat(number(text, "x") + Letters.width(text.getTextContent(), 12))
                    .as(text.getTextContent())
                    .isLessThan(width);
            assertThat(number(text, "y")).as(text.getTextContent()).isBetween(12.0, height - 4);
        }
    }

    @Test
    void the_line_of_a_ratio_of_one_is_where_such_a_bar_ends() throws Exception {
        Document svg = drawn(SECTION);
        Element bar = elements(svg, "rect", "bar").get(0);
        assertThat(elements(svg, "line", "one")).hasSize(2).allSatisfy(line -> {
            assertThat(number(line, "x1")).isCloseTo(number(bar, "x") + number(bar, "width"), within(0.1));
            assertThat(number(line, "x2")).isEqualTo(number(line, "x1"));
        });
    }

    @Test
    void the_same_tables_are_always_the_same_picture_with_colours_for_light_and_dark() {
        String svg = BarChart.svg(Chart.read("a-case", SECTION));
        assertThat(BarChart.svg(Chart.read("a-case", SECTION))).isEqualTo(svg);
        assertThat(svg).contains("@media (prefers-color-scheme: dark)");
    }
}
