/** The lab over HTTP, as its page sees it. */
@NullMarked
package dev.safe4j.lab.web;

import org.jspecify.annotations.NullMarked;
