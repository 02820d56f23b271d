package dev.safe4j.spring.boundary;

import dev.safe4j.spring.web.BrokenWeb;

/** Half of a circle. */
public final class BrokenBoundary {
    Class<?> known = BrokenWeb.class;
}
