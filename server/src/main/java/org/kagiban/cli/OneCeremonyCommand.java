package org.kagiban.cli;

import picocli.CommandLine.Parameters;

/** A command about one ceremony. */
abstract class OneCeremonyCommand extends ClientCommand {
  @Parameters(paramLabel = "ID", description = "The ceremony's id, or its first 6 or more digits.")
  private String id = "";

  /** For messages. */
  final String id() {
    return id;
  }

  @Override
  void check() {
    String unused = CeremonyFetch.checked(id);
  }

  abstract int run(Session session, Output output, FetchedCeremony ceremony);

  @Override
  final int run(Session session, Output output) {
    return run(session, output, CeremonyFetch.of(session, id));
  }
}
