/**
 * Figures for Prometheus, and health over HTTP; the only package that touches the metrics library.
 * May import {@code hsm}, {@code store}, {@code rpc} and the domain. What each figure means:
 * README.md among the resources. Start at {@link org.kagiban.app.metrics.Metrics}.
 */
@NullMarked
package org.kagiban.app.metrics;

import org.jspecify.annotations.NullMarked;
