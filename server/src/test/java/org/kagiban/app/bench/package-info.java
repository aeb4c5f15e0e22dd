/** Tests of {@code kagiban bench}. Start at {@link org.kagiban.app.bench.BenchCommandTest}. */
@NullMarked
package org.kagiban.app.bench;

import org.jspecify.annotations.NullMarked;
