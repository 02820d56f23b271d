package dev.safe4j.lab.catalogue;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/** A page of the catalogue as HTML: its links to other hazards lead to these in the lab, the others within the repository to nowhere. */
final class PageHtml {

    private static final List<Extension> TABLES = List.of(TablesExtension.create());
    private static final Pattern HAZARD = Pattern.compile("([a-z-]+)\\.md(#.*)?");
    private static final Pattern OUTSIDE = Pattern.compile("https?://.*");

    private PageHtml() {}

    static String of(String markdown) {
        Node page = Parser.builder().extensions(TABLES).build().parse(markdown);
        page.accept(new Fitting());
        return HtmlRenderer.builder()
                .extensions(TABLES)
                .escapeHtml(true)
                .build()
                .render(page);
    }

    /** Takes out the marks of the tests, which are comments, and turns the links. */
    private static final class Fitting extends AbstractVisitor {

        @Override
        public void visit(HtmlBlock mark) {
            mark.unlink();
        }

        @Override
        public void visit(HtmlInline mark) {
            mark.unlink();
        }

        @Override
        public void visit(Link link) {
            Matcher hazard = HAZARD.matcher(link.getDestination());
            if (hazard.matches()) {
                link.setDestination("#/" + hazard.group(1));
            } else if (!OUTSIDE.matcher(link.getDestination()).matches()) {
                while (link.getFirstChild() != null) {
                    link.insertBefore(link.getFirstChild());
                }
                link.unlink();
            }
        }
    }
}
