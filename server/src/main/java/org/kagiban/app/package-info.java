/**
 * Puts everything together: the server, by hand, and the commands that run and set it up. May
 * import everything; nobody imports it. Start at {@link org.kagiban.app.Main}.
 */
@NullMarked
package org.kagiban.app;

import org.jspecify.annotations.NullMarked;
