/** Parcels are collected by a courier, whose client calls back. */
@NullMarked
package dev.safe4j.shop.callbackgap;

import org.jspecify.annotations.NullMarked;
