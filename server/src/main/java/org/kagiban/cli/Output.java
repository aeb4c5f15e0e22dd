package org.kagiban.cli;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.util.JsonFormat;
import java.io.PrintWriter;
import java.util.function.Supplier;

/** Prints answers: lines for people, or JSON. */
final class Output {
  private static final JsonFormat.Printer JSON =
      JsonFormat.printer().omittingInsignificantWhitespace();

  private final PrintWriter out;
  private final boolean json;

  Output(PrintWriter out, boolean json) {
    this.out = out;
    this.json = json;
  }

  boolean json() {
    return json;
  }

  /** One answer: JSON where asked for, else the text, which is made only then. */
  void answer(MessageOrBuilder message, Supplier<String> text) {
    line(json ? toJson(message) : text.get());
  }

  /** The verdict's line; the exit code that goes with it. */
  int verdict(MessageOrBuilder message, VerdictView view) {
    answer(message, () -> view.line(Terminal.ansi()));
    return view.accepted() ? Exit.OK : Exit.NOT_ACCEPTED;
  }

  void line(String text) {
    out.println(text);
    out.flush();
  }

  private static String toJson(MessageOrBuilder message) {
    try {
      return JSON.print(message);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("no message of the API holds an Any", e);
    }
  }
}
