/**
 * Moves of seeds while the server serves: from one KEK to the next, and between HSM and store. What
 * they need are {@link org.kagiban.custody.SeedMover} and {@link org.kagiban.custody.SeedRows}.
 * Imports {@code custody}, its {@code ceremony}, and {@code verification}. Start at {@link
 * org.kagiban.custody.move.KekRotationPerformer}.
 */
@NullMarked
package org.kagiban.custody.move;

import org.jspecify.annotations.NullMarked;
