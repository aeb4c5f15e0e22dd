package org.kagiban.app;

import java.io.PrintWriter;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.kagiban.app.config.HsmSection;
import org.kagiban.app.config.ServerConfig;
import org.kagiban.app.doctor.Doctor;
import org.kagiban.app.doctor.Finding;
import org.kagiban.app.doctor.Finding.Level;
import org.kagiban.cli.AuditJson;
import org.kagiban.cli.Terminal;
import org.kagiban.custody.ActiveKek;
import org.kagiban.hsm.Partition;
import org.kagiban.yaml.ConfigException;
import org.kagiban.yaml.ConfigProblem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Looks at all that a server needs. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = {
      "Checks HSM, keys and attributes, database, clock, certificates, file modes and log, and says"
          + " what to do about each finding.",
      "Changes nothing, and works while the server runs and while it does not. Run it as the"
          + " server's user. It logs in to the HSM once: with a wrong PIN that is one of the tries"
          + " that the HSM allows."
    },
    exitCodeListHeading = ServerExit.HELP_HEADING,
    exitCodeList = {
      "0:nothing failed; there may be warnings",
      "1:something failed, or with --strict there is a warning",
      "2:the configuration cannot be read"
    },
    footerHeading = "%nExample:%n",
    footer = "  sudo -u kagiban kagiban doctor --config /etc/kagiban/kagiban.yaml")
final class DoctorCommand implements Callable<Integer> {
  private static final int FOUND = 1;

  @Mixin private ConfigOption config = new ConfigOption();

  @Option(names = "--json", description = "Print JSON, one finding a line.")
  private boolean json;

  @Option(names = "--strict", description = "Count warnings as failures.")
  private boolean strict;

  @Option(
      names = "--deep",
      description = "Compare the database's indexes with its tables too; slow in a large one.")
  private boolean deep;

  @Option(names = "--without-hsm", description = "Leave the HSM out: no login, no PIN.")
  private boolean withoutHsm;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  DoctorCommand() {}

  @Override
  public Integer call() {
    try {
      ServerConfig read = config.read();
      List<Finding> found =
          new Doctor(read, Clock.systemUTC(), deep, this::print)
              .run(Adapters.tls(read), withoutHsm ? null : DoctorCommand::open);
      boolean failed = found.stream().anyMatch(one -> counts(one.level()));
      summary(found);
      return failed ? FOUND : ServerExit.OK;
    } catch (ConfigException e) {
      for (ConfigProblem problem : e.problems()) {
        String where = config.file() + ":" + problem;
        print(new Finding(Level.FAIL, "config", where, "correct it; kagiban config example"));
      }
      if (e.problems().isEmpty()) {
        print(new Finding(Level.FAIL, "config", String.valueOf(e.getMessage()), "correct it"));
      }
      return ServerExit.CONFIG;
    }
  }

  private static Partition open(HsmSection hsm) {
    return Partition.open(
        Adapters.hsm(hsm), Adapters.keeping(hsm, new ActiveKek()), Pins.fetch(hsm));
  }

  private boolean counts(Level level) {
    return level == Level.FAIL || (strict && level == Level.WARN);
  }

  private void print(Finding finding) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("level", finding.level().name());
      object.put("area", finding.area());
      object.put("text", finding.text());
      object.put("remedy", finding.remedy());
      out.println(AuditJson.of(object));
    } else {
      out.println(mark(finding.level()) + "  " + finding.area() + ": " + finding.text());
      if (!finding.remedy().isEmpty()) {
        out.println("      -> " + finding.remedy());
      }
    }
    out.flush();
  }

  private static String mark(Level level) {
    String colour =
        switch (level) {
          case OK -> "green";
          case WARN -> "yellow";
          case FAIL -> "red";
        };
    return Terminal.ansi().string("@|bold," + colour + " " + padded(level) + "|@");
  }

  private static String padded(Level level) {
    return String.format(Locale.ROOT, "%-4s", level);
  }

  private void summary(List<Finding> found) {
    if (!json) {
      spec.commandLine()
          .getOut()
          .printf(
              "%d well, %d to look at, %d failed%n",
              count(found, Level.OK), count(found, Level.WARN), count(found, Level.FAIL));
      spec.commandLine().getOut().flush();
    }
  }

  private static long count(List<Finding> found, @Nullable Level level) {
    return found.stream().filter(one -> one.level() == level).count();
  }
}
