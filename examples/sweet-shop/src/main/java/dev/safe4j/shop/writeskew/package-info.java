/** Two keepers are on call, and one of them may go home: each looks whether the other one stays. */
@NullMarked
package dev.safe4j.shop.writeskew;

import org.jspecify.annotations.NullMarked;
