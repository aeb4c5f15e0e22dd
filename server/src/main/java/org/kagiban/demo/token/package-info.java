/**
 * The software token as a page that installs as an app, and the one call that it cannot make
 * itself. A client like the rest of {@code demo}; may import {@code cli} and {@code web}. Start at
 * {@link org.kagiban.demo.token.TokenApp}.
 */
@NullMarked
package org.kagiban.demo.token;

import org.jspecify.annotations.NullMarked;
