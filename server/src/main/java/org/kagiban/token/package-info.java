/**
 * The token itself: its id, profile, state and the pure transitions between states. Imports nothing
 * of ours. Start at {@link org.kagiban.token.TokenTransitions}.
 */
@NullMarked
package org.kagiban.token;

import org.jspecify.annotations.NullMarked;
