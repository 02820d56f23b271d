/** What the shop answers over HTTP beside the hazards' own endpoints. */
@NullMarked
package dev.safe4j.shop.web;

import org.jspecify.annotations.NullMarked;
