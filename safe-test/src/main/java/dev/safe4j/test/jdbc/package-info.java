/** Makes steps of JDBC calls: connections that stop before each statement, an automatic commit as a step of its own, and each database's own evidence of who waits. */
@NullMarked
package dev.safe4j.test.jdbc;

import org.jspecify.annotations.NullMarked;
