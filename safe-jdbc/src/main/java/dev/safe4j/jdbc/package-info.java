/**
 * What the SQL rooms share: the {@linkplain dev.safe4j.jdbc.Database database} they run on, what differs between databases as
 * {@linkplain dev.safe4j.jdbc.Dialect data}, the checked names of tables and columns, and the one place that
 * {@linkplain dev.safe4j.jdbc.SqlFaults classifies} SQL errors.
 */
@NullMarked
package dev.safe4j.jdbc;

import org.jspecify.annotations.NullMarked;
