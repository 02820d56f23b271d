/** The lab's page in a real browser. */
@NullMarked
package dev.safe4j.lab.browser;

import org.jspecify.annotations.NullMarked;
