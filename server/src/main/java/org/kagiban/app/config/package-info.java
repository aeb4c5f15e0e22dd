/**
 * The configuration file: its records and the strict reader that tells every mistake at once, with
 * its line. May import {@code token}. Start at {@link org.kagiban.app.config.ServerConfig}.
 */
@NullMarked
package org.kagiban.app.config;

import org.jspecify.annotations.NullMarked;
