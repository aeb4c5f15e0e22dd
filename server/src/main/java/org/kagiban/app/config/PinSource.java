package org.kagiban.app.config;

import java.nio.file.Path;

/** Where the partition's PIN comes from. Never the configuration file itself. */
public sealed interface PinSource {
  /** Of mode 0600 or 0400. */
  record File(Path path) implements PinSource {}

  /** An open file descriptor of the server's process. */
  record Descriptor(int number) implements PinSource {}

  /** The terminal. */
  record Prompt() implements PinSource {}
}
