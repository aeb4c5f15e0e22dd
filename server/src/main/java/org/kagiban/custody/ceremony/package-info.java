/**
 * Key ceremonies: what custodians do with keys, never one alone. Imports {@code custody} and what
 * that imports. Start at {@link org.kagiban.custody.ceremony.KeyFacts} and {@link
 * org.kagiban.custody.ceremony.ComponentKey}.
 */
@NullMarked
package org.kagiban.custody.ceremony;

import org.jspecify.annotations.NullMarked;
