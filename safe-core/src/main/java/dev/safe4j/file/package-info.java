/** Files that several threads and processes create, replace and change. The rules of the operating system are told where they matter. */
@NullMarked
package dev.safe4j.file;

import org.jspecify.annotations.NullMarked;
