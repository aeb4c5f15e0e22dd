package org.kagiban.app;

/** How a command ended, and all that it printed. */
record CommandResult(int exitCode, String output) {}
