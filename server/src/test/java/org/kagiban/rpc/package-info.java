/** Tests of the gRPC edge. */
@NullMarked
package org.kagiban.rpc;

import org.jspecify.annotations.NullMarked;
