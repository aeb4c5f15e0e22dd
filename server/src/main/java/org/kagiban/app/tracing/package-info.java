/**
 * Traces of calls for an OpenTelemetry collector; the only package that touches that library. May
 * import {@code rpc} and the configuration. Start at {@link org.kagiban.app.tracing.CallTracing}.
 */
@NullMarked
package org.kagiban.app.tracing;

import org.jspecify.annotations.NullMarked;
