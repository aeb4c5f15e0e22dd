/**
 * How seeds come in and what they rest under; {@code batch} loads files of them, {@code move} moves
 * them, {@code ceremony} has the rules. What it needs of HSM and store are {@link
 * org.kagiban.custody.KeyCustody}, {@link org.kagiban.custody.SeedMover} and {@link
 * org.kagiban.custody.SeedRows}. Imports {@code verification} and what that imports.
 */
@NullMarked
package org.kagiban.custody;

import org.jspecify.annotations.NullMarked;
