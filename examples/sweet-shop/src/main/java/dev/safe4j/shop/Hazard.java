package dev.safe4j.shop;

/**
 * One row of the catalogue as the shop shows it.
 *
 * @param slug its name in the catalogue
 * @param title what goes wrong, in a line
 * @param unsafe the form that people write
 * @param safe the form with the library
 */
public record Hazard(String slug, String title, Class<?> unsafe, Class<?> safe) {

    public Class<?> of(Form form) {
        return form == Form.SAFE ? safe : unsafe;
    }
}
