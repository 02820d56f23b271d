/**
 * Writes what a search did and found for those who read it: as plain text, as Markdown, as a page for a browser, as JSON for
 * tools. The same order gives the same report: there are no times in it, and nothing that is random.
 */
@NullMarked
package dev.safe4j.test.report;

import org.jspecify.annotations.NullMarked;
