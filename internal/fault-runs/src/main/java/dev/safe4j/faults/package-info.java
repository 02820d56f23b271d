/**
 * Runs with faults: several JVMs lock a few keys and write under them to resources that check the fencing numbers, while holders are
 * paused and killed, servers killed and restarted, connections cut, threads interrupted, clocks moved. What they did is written down
 * and judged afterwards: against the models of a lease and of a fenced resource, and against the resource's own log.
 */
@NullMarked
package dev.safe4j.faults;

import org.jspecify.annotations.NullMarked;
