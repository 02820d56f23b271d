/** Reports that are fetched from headquarters, whose server sometimes does not answer. */
@NullMarked
package dev.safe4j.shop.runawayjob;

import org.jspecify.annotations.NullMarked;
