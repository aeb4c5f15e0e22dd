/** Tests of the whole server, and of its own commands. */
@NullMarked
package org.kagiban.app;

import org.jspecify.annotations.NullMarked;
