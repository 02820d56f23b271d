@NullMarked
package dev.safe4j.it.http;

import org.jspecify.annotations.NullMarked;
