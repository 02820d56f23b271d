/** The page of the meters, the dashboard and the rules, against what is really registered. */
@org.jspecify.annotations.NullMarked
package dev.safe4j.it.meters;
