/**
 * Pages for auditors, on their own machine: a log's state, its search, events with their proofs
 * computed in the browser. Reads a log's folder through {@code audit} and {@code cli}. Start at
 * {@link org.kagiban.console.ConsoleCommand}.
 */
@NullMarked
package org.kagiban.console;

import org.jspecify.annotations.NullMarked;
