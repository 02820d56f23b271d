package dev.safe4j.shop.race;

import dev.safe4j.shop.Form;

/**
 * What became of both forms of a hazard in one race.
 *
 * @param slug the hazard
 * @param title what goes wrong, in a line
 * @param scene what happened in each round
 * @param attempted how many requests were sent to each form
 * @param unsafe the form that people write
 * @param safe the form with the library
 */
public record HazardResult(String slug, String title, String scene, int attempted, FormResult unsafe, FormResult safe) {

    public FormResult of(Form form) {
        return form == Form.SAFE ? safe : unsafe;
    }
}
