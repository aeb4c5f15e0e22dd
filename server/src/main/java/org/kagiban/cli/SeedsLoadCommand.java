package org.kagiban.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** {@code kagiban seeds load}, which one custodian could do alone: says what to do instead. */
@Command(name = "load", hidden = true, description = "Gone; see 'kagiban seeds propose'.")
final class SeedsLoadCommand implements Callable<Integer> {
  @Unmatched private List<String> ignored = new ArrayList<>();

  @Override
  public Integer call() {
    throw CliException.usage(
        "no custodian loads seeds alone any more; upload and propose with 'kagiban seeds propose',"
            + " have another custodian approve ('kagiban ceremony approve'), then load with"
            + " 'kagiban ceremony run'");
  }
}
