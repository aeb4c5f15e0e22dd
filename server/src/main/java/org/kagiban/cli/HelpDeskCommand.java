package org.kagiban.cli;

import com.google.protobuf.Message;
import picocli.CommandLine.Mixin;

/** A step of the help desk that answers with its event only. */
abstract class HelpDeskCommand extends RequestCommand {
  @Mixin private HelpDeskOptions options = new HelpDeskOptions();

  /** What was done, and where it stands in the log. */
  record Done(Message response, String word, String event) {}

  abstract Done step(Session session, String token, String reason);

  @Override
  final void check() {
    requestId();
    options.token();
    options.reason();
  }

  @Override
  final int run(Session session, Output output) {
    Done done = step(session, options.token(), options.reason());
    output.answer(
        done.response(),
        () -> "%s  %s  event %s".formatted(done.word(), options.token(), done.event()));
    return Exit.OK;
  }
}
