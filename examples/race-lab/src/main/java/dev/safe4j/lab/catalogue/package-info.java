/** What the lab shows: the catalogue's hazards, as the repository has them. */
@NullMarked
package dev.safe4j.lab.catalogue;

import org.jspecify.annotations.NullMarked;
