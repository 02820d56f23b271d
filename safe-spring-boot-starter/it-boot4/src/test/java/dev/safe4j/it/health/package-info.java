/** What an application says of its stores, while their servers are there and while they are not. */
@org.jspecify.annotations.NullMarked
package dev.safe4j.it.health;
