/**
 * The flight room: what many ask for at once is loaded once.
 *
 * <p>Promise: of all who ask for a key while it is being loaded, one load serves all; each waits as long as it wants and no longer, and
 * whoever leaves takes nothing from the others; a load that nobody waits for is interrupted, and nobody gets it later; a failure goes to
 * those who waited for it and to nobody else; what was being loaded when its key was forgotten is kept nowhere. All of it is within one
 * process; {@link dev.safe4j.flight.StampedeGuard} adds the others by a {@linkplain dev.safe4j.lock.Locks lock}.
 */
@NullMarked
package dev.safe4j.flight;

import org.jspecify.annotations.NullMarked;
