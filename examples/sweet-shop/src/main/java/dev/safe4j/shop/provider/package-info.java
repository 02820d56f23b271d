/**
 * A payment provider of its own, on a port of its own: it charges cards, knows a call again by its key, tells of payments by webhooks, and
 * is as unreliable as the net between it and the shop. The shop knows it by HTTP alone.
 */
@NullMarked
package dev.safe4j.shop.provider;

import org.jspecify.annotations.NullMarked;
