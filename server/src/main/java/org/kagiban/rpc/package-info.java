/**
 * The gRPC edge: callers, field rules, services, errors. The only package of the server that
 * imports generated code. Imports the domain, never an adapter. Start at {@link
 * org.kagiban.rpc.RpcServer}.
 */
@NullMarked
package org.kagiban.rpc;

import org.jspecify.annotations.NullMarked;
