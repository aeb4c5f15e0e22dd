package org.kagiban.campaign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;

/**
 * Mistakes that the campaign must notice: one place of the product's own source is replaced, the
 * class compiled, and put before the product's on the servers' class path. Nothing of it ships.
 */
enum BrokenBuild {
  /** Judges the token as it was when the HSM was asked, not the row of the transaction. */
  COMPARED_OUTSIDE_THE_TRANSACTION(
      "verification/Verifier",
      "? TokenTransitions.verify(row, evidence",
      "? TokenTransitions.verify(prepared, evidence"),

  /** Tells the callers, then commits. */
  ANSWERED_BEFORE_COMMIT(
      "store/Transactions",
      "    batch.commit();",
      "    changes.forEach(Pending::complete);\n    batch.commit();"),

  /** Accepts a code and keeps the step open. */
  WATERMARK_NOT_MOVED(
      "token/TokenState",
      "        factor + 1,\n        signatureWatermark,",
      "        watermark,\n        signatureWatermark,"),

  /** Answers first that a code is wrong; the count follows in a transaction of its own. */
  FAILURE_COUNTED_AFTER_COMPARE(
      "verification/Verifier",
      "    return Judgement.onCode(context, row, evidence, transition);",
      """
          if (transition.verdict() == org.kagiban.token.Verdict.WRONG_CODE) {
            RequestContext later =
                RequestContext.of(
                    context.caller(), context.request(), context.operation(), context.at());
            directory.submit(
                new PreparedChange(
                    null,
                    java.util.Set.of(row.id()),
                    java.util.Set.of(),
                    now -> {
                      Token counted = now.token(row.id());
                      Transition failed =
                          TokenTransitions.verify(
                              counted, org.kagiban.token.Proof.NONE, later.at(), policy);
                      return new Decision(
                          Judgement.answer(later, counted, failed),
                          Judgement.writes(counted, failed),
                          java.util.List.of(
                              TokenEvents.refused(later, counted, failed.verdict())));
                    }));
            Decision compared = Judgement.onCode(context, row, evidence, transition);
            return new Decision(compared.answer(), java.util.List.of(), compared.events());
          }
          return Judgement.onCode(context, row, evidence, transition);
      """);

  private final String file;
  private final String right;
  private final String wrong;

  BrokenBuild(String file, String right, String wrong) {
    this.file = file;
    this.right = right;
    this.wrong = wrong;
  }

  /** The classes in a folder of their own. */
  Path compile(Path folder) throws IOException {
    Path source = Path.of("src", "main", "java", "org", "kagiban", file + ".java");
    String text = Files.readString(source);
    int at = text.indexOf(right);
    if (at < 0 || text.indexOf(right, at + 1) >= 0) {
      throw new IllegalStateException(this + ": its place in " + source + " is not there once");
    }
    Path changed = folder.resolve(source.getFileName().toString());
    Files.writeString(changed, text.replace(right, wrong));
    Path classes = Files.createDirectories(folder.resolve("classes"));
    List<String> options =
        List.of(
            "-nowarn",
            "-proc:none",
            "-cp",
            System.getProperty("java.class.path"),
            "-d",
            classes.toString(),
            changed.toString());
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(null, System.out, System.err, options.toArray(String[]::new));
    if (result != 0) {
      throw new IllegalStateException(this + " does not compile");
    }
    return classes;
  }
}
