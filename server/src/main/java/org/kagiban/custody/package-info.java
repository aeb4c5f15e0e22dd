/**
 * How seeds come in: sealed PSKC files and tokens made by the HSM. What it needs of the HSM is
 * {@link org.kagiban.custody.KeyCustody}. Imports {@code verification} and what that imports. Start
 * at {@link org.kagiban.custody.SeedLoader}.
 */
@NullMarked
package org.kagiban.custody;

import org.jspecify.annotations.NullMarked;
