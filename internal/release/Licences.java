import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Holds the table of docs/licences.md to bills of materials, or writes it. Arguments: the page, {@code check} or {@code write}, and the bills
 * as cyclonedx-maven-plugin writes them.
 */
public final class Licences {

    private static final String BEGIN = "<!-- licences -->\n";
    private static final String END = "<!-- /licences -->";
    private static final Pattern COMPONENT = Pattern.compile(
            "\"group\"\\s*:\\s*\"([^\"]+)\",\\s*\"name\"\\s*:\\s*\"([^\"]+)\",\\s*\"version\"\\s*:\\s*\"[^\"]+\"");
    private static final Pattern LICENCE = Pattern.compile(
            "\"license\"\\s*:\\s*\\{[^}]*?\"(?:id|name)\"\\s*:\\s*\"([^\"]+)\"|\"expression\"\\s*:\\s*\"([^\"]+)\"");

    private Licences() {}

    public static void main(String[] arguments) throws IOException {
        Map<String, TreeSet<String>> byLicence = new TreeMap<>();
        for (int i = 2; i < arguments.length; i++) {
            read(Files.readString(Path.of(arguments[i])), byLicence);
        }
        StringBuilder table = new StringBuilder("| licence | libraries |\n|---|---|\n");
        byLicence.forEach((licence, libraries) ->
                table.append("| ").append(licence).append(" | ").append(String.join(", ", libraries)).append(" |\n"));
        Path file = Path.of(arguments[0]);
        String page = Files.readString(file);
        int from = page.indexOf(BEGIN) + BEGIN.length();
        int to = page.indexOf(END);
        if (arguments[1].equals("write")) {
            Files.writeString(file, page.substring(0, from) + table + page.substring(to));
        } else if (!page.substring(from, to).contentEquals(table)) {
            System.out.println("docs/licences.md IS NOT WHAT IS USED, which is\n" + table
                    + "Look at what has changed, and write it by internal/release/licences --write FILE…");
            System.exit(1);
        }
        System.out.println("licences: " + byLicence.keySet() + ", as docs/licences.md lists them");
    }

    private static void read(String bill, Map<String, TreeSet<String>> byLicence) {
        String components = bill.substring(bill.lastIndexOf("\"components\"")); // the first are those of the tool
        Matcher component = COMPONENT.matcher(components);
        boolean isThere = component.find();
        while (isThere) {
            String library = component.group(1) + ":" + component.group(2);
            int begin = component.start();
            isThere = component.find();
            String text = components.substring(begin, isThere ? component.start() : components.length());
            if (!library.startsWith("dev.safe4j:") && !library.startsWith("org.cyclonedx:")) { // ours, and the tool
                Matcher licence = LICENCE.matcher(text);
                boolean isKnown = licence.find();
                do {
                    String name = !isKnown ? "not stated" : licence.group(1) == null ? licence.group(2) : licence.group(1);
                    byLicence.computeIfAbsent(name, key -> new TreeSet<>()).add(library);
                } while (isKnown && licence.find());
            }
        }
    }
}
