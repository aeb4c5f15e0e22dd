/**
 * The configuration file: its records, and what each key may hold. May import {@code token} and
 * {@code yaml}. Start at {@link org.kagiban.app.config.ServerConfig}.
 */
@NullMarked
package org.kagiban.app.config;

import org.jspecify.annotations.NullMarked;
