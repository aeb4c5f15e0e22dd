/**
 * The {@code kagiban} command's client side: it talks gRPC to a server, and seals seed files and
 * shows a software token without one. Imports the domain and the generated code, never an adapter.
 * Start at {@link org.kagiban.cli.ClientCommands}.
 */
@NullMarked
package org.kagiban.cli;

import org.jspecify.annotations.NullMarked;
