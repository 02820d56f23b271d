/** A golden ticket is for one customer: whether it is still free is asked, and then it is given away. */
@NullMarked
package dev.safe4j.shop.checkthenact;

import org.jspecify.annotations.NullMarked;
