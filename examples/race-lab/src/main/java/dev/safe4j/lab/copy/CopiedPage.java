package dev.safe4j.lab.copy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The page as one file, with all that it would ask for: it can be opened where there is no server at all. */
final class CopiedPage {

    private static final String MARK = "<meta name=\"lab-copy\" content=\"true\">";
    private static final Pattern POLICY = Pattern.compile("(?<=Content-Security-Policy\" content=\")[^\"]+");
    private static final Pattern SHEET = Pattern.compile("\\s*<link rel=\"stylesheet\" href=\"(\\w+\\.css)\">");
    private static final Pattern MODULE = Pattern.compile("<script type=\"module\" src=\"(\\w+)\\.js\"></script>");
    private static final Pattern ICON = Pattern.compile("(?<=\")icon\\.svg(?=\")");
    private static final Pattern ANSWER = Pattern.compile(
            "^<script type=\"application/json\" id=\"([^\"]+)\">(.*)</script>$",
            Pattern.MULTILINE | Pattern.UNIX_LINES);

    private final Path assets;

    /** @param assets the folder with the files of the page */
    CopiedPage(Path assets) {
        this.assets = assets;
    }

    /** Puts the answers, texts of JSON by the path that is asked for, into the page. */
    String with(Map<String, String> answers) {
        String page = text("index.html");
        Matcher module = MODULE.matcher(page);
        if (!module.find()) {
            throw new IllegalStateException("the page has no script");
        }
        String script = Script.of(module.group(1), name -> text(name + ".js"));
        StringBuilder styles = new StringBuilder();
        SHEET.matcher(page).results().forEach(sheet -> styles.append(text(sheet.group(1))));
        String policy = "default-src 'none'; script-src " + hash(script) + "; style-src " + hash(styles.toString())
                + "; img-src data:; base-uri 'none'; form-action 'none'";
        String icon = "data:image/svg+xml;base64,"
                + Base64.getEncoder().encodeToString(text("icon.svg").strip().getBytes(StandardCharsets.UTF_8));
        page = SHEET.matcher(page).replaceAll("");
        page = ICON.matcher(page).replaceAll(icon);
        page = POLICY.matcher(page).replaceFirst(Matcher.quoteReplacement(policy));
        page = MODULE.matcher(page)
                .replaceFirst(Matcher.quoteReplacement(MARK + "\n" + element("style", styles.toString()) + "\n"
                        + element("script type=\"module\"", script)));
        return page.replace("</body>", blocks(answers) + "</body>");
    }

    private static String blocks(Map<String, String> answers) {
        StringBuilder blocks = new StringBuilder();
        new TreeMap<>(answers)
                .forEach((path, json) -> blocks.append(element(
                                "script type=\"application/json\" id=\"" + path + "\"", json.replace("<", "\\u003c")))
                        .append('\n'));
        return blocks.toString();
    }

    /** The answers that such a page has, in the order of their paths. */
    static SortedMap<String, String> answers(String page) {
        SortedMap<String, String> answers = new TreeMap<>();
        ANSWER.matcher(page).results().forEach(each -> answers.put(each.group(1), each.group(2)));
        return answers;
    }

    private static String element(String head, String text) {
        String name = head.split(" ", 2)[0];
        if (text.contains("</" + name) || text.contains("<!--")) {
            throw new IllegalStateException("what stands in <" + head + "> would end it");
        }
        return "<" + head + ">" + text + "</" + name + ">";
    }

    /** By which a browser knows the text again, and runs no other. */
    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
        } catch (NoSuchAlgorithmException never) {
            throw new IllegalStateException(never);
        }
    }

    private String text(String file) {
        try {
            return Files.readString(assets.resolve(file)).replace("\r\n", "\n");
        } catch (IOException failure) {
            throw new UncheckedIOException("could not read " + assets.resolve(file), failure);
        }
    }
}
