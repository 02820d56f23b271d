/** Two boxes are sold together, and what fails is tried again. */
@NullMarked
package dev.safe4j.shop.blindretry;

import org.jspecify.annotations.NullMarked;
