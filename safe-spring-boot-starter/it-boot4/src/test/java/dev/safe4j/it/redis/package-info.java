/** The starter over real Redis servers. */
@NullMarked
package dev.safe4j.it.redis;

import org.jspecify.annotations.NullMarked;
