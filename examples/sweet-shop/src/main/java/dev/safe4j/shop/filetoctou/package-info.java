/** A receipt is written once: whether the file is there is asked, and then it is written. */
@NullMarked
package dev.safe4j.shop.filetoctou;

import org.jspecify.annotations.NullMarked;
