/**
 * The sweet shop: every operation twice, as people write it (Unsafe…) and with the library (Safe…). A package a hazard of the
 * catalogue, each with the operation as an interface, its two forms, its endpoint and its race.
 */
@NullMarked
package dev.safe4j.shop;

import org.jspecify.annotations.NullMarked;
