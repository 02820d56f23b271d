package dev.safe4j.spring.web;

import dev.safe4j.spring.boundary.BrokenBoundary;

/** The other half of the circle. */
public final class BrokenWeb {
    Class<?> known = BrokenBoundary.class;
}
