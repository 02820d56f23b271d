package dev.safe4j.servers;

import java.util.ArrayList;
import java.util.List;

/**
 * A JDBC URL in its parts, so that the database, the parameters or the address can be exchanged. One host only; the
 * style of the parameters ({@code ?a=b&c=d} or {@code ;A=B;C=D}) follows from the prefix.
 *
 * @param prefix up to and without {@code //}, such as {@code jdbc:postgresql:}
 * @param address host and port as written, empty for a database in memory
 */
record JdbcUrl(String prefix, String address, String database, List<String> parameters) {

    static JdbcUrl parse(String url, int defaultPort) {
        int slashes = url.indexOf("//");
        int path = slashes < 0 ? -1 : url.indexOf('/', slashes + 2);
        if (path < 0 || !url.startsWith("jdbc:")) {
            throw new IllegalArgumentException(
                    "'" + url + "' is no JDBC URL of the form jdbc:product://host:port/database?parameters");
        }
        String address = url.substring(slashes + 2, path);
        int question = url.indexOf('?', path);
        String database = url.substring(path + 1, question < 0 ? url.length() : question);
        List<String> parameters =
                question < 0 ? List.of() : List.of(url.substring(question + 1).split("&", -1));
        String full = address.lastIndexOf(':') > address.lastIndexOf(']') ? address : address + ":" + defaultPort;
        return new JdbcUrl(url.substring(0, slashes), full, database, parameters);
    }

    static JdbcUrl of(String prefix, String host, int port, String database) {
        return new JdbcUrl(prefix, host + ":" + port, database, List.of());
    }

    static JdbcUrl inMemory(String prefix, String database) {
        return new JdbcUrl(prefix, "", database, List.of());
    }

    String host() {
        return address.substring(0, address.lastIndexOf(':'));
    }

    int port() {
        return address.isEmpty() ? 0 : Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }

    JdbcUrl database(String name) {
        return new JdbcUrl(prefix, address, name, parameters);
    }

    JdbcUrl at(String host, int port) {
        return new JdbcUrl(prefix, host + ":" + port, database, parameters);
    }

    /** Further parameters, {@code a=b&c=d} whatever the style of this URL. */
    JdbcUrl with(String extra) {
        List<String> all = new ArrayList<>(parameters);
        for (String parameter : extra.split("[&;]", -1)) {
            if (!parameter.isBlank()) {
                all.add(parameter);
            }
        }
        return new JdbcUrl(prefix, address, database, List.copyOf(all));
    }

    @Override
    public String toString() {
        boolean h2 = prefix.startsWith("jdbc:h2:");
        String place = prefix + (address.isEmpty() ? "" : "//" + address + "/") + database;
        return parameters.isEmpty() ? place : place + (h2 ? ";" : "?") + String.join(h2 ? ";" : "&", parameters);
    }
}
