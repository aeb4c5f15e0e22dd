/**
 * {@code kagiban bench}: what a Verify costs, and what its parts cost by themselves. It starts a
 * server in a process of its own and calls it as any client would. Imports everything that it
 * measures. Start at {@link org.kagiban.app.bench.Bench}; README.md says what each figure means.
 */
@NullMarked
package org.kagiban.app.bench;

import org.jspecify.annotations.NullMarked;
