package dev.safe4j.lab.catalogue;

import dev.safe4j.shop.Form;
import java.util.List;
import java.util.Optional;

/**
 * A hazard, and all that the lab shows of it.
 *
 * @param slug its name
 * @param part of the catalogue
 * @param line what goes wrong
 * @param use what to use instead
 * @param page what its page says
 * @param unsafe as people write it
 * @param safe with the library
 * @param ways in which it can be shown; never empty
 * @param scenes of the search; empty if it cannot be searched
 * @param plays how it is staged, if it can be
 */
public record Exhibit(
        String slug,
        String part,
        String line,
        String use,
        PatternPage page,
        Source unsafe,
        Source safe,
        List<Way> ways,
        List<Scene> scenes,
        Optional<Plays> plays) {

    /**
     * A scene of the search.
     *
     * @param name as the shop's tests call it
     * @param title who is in it
     */
    public record Scene(String name, String title) {}

    public Source of(Form form) {
        return form == Form.SAFE ? safe : unsafe;
    }

    public Optional<Way> way(What what) {
        return ways.stream().filter(way -> way.what() == what).findFirst();
    }
}
