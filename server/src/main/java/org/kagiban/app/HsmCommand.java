package org.kagiban.app;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import org.kagiban.app.config.ServerConfig;
import org.kagiban.hsm.HsmInventory;
import org.kagiban.hsm.Partition;
import org.kagiban.hsm.PartitionKeys;
import org.kagiban.yaml.ConfigException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The commands that look at the HSM partition itself; for custodians, on the server's machine. */
@Command(
    name = "hsm",
    description = "Creates and shows Kagiban's own keys in the HSM partition.",
    mixinStandardHelpOptions = true,
    subcommands = {HsmCommand.Init.class, HsmCommand.Show.class})
final class HsmCommand {

  /** Makes the server's own keys. */
  @Command(
      name = "init",
      mixinStandardHelpOptions = true,
      description = {
        "Creates the import key (RSA) and the request key (HMAC) in the partition, where missing.",
        "Keys that are there stay as they are. Stop the server first."
      },
      exitCodeListHeading = ServerExit.HELP_HEADING,
      exitCodeList = {"0:the keys are there", "2:bad configuration", "3:the HSM cannot be used"})
  static final class Init implements Callable<Integer> {
    @Mixin private ConfigOption config = new ConfigOption();
    @Spec private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets spec
    Init() {}

    @Override
    public Integer call() {
      return with(config, spec, Init::create);
    }

    private static void create(Partition partition, PrintWriter out) {
      List<String> made = PartitionKeys.create(partition);
      out.println(
          made.isEmpty()
              ? "partition " + partition.label() + " has its keys already; nothing was changed"
              : "partition " + partition.label() + ": created " + String.join(", ", made));
    }
  }

  /** Lists what is in the partition. */
  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Shows the partition, its keys with their attributes, and how many seeds.",
      exitCodeListHeading = ServerExit.HELP_HEADING,
      exitCodeList = {"0:shown", "2:bad configuration", "3:the HSM cannot be used"})
  static final class Show implements Callable<Integer> {
    @Mixin private ConfigOption config = new ConfigOption();
    @Spec private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets spec
    Show() {}

    @Override
    public Integer call() {
      return with(config, spec, Show::print);
    }

    private static void print(Partition partition, PrintWriter out) {
      HsmInventory inventory = HsmInventory.read(partition);
      out.printf(
          "partition %s, serial %s, %s%n",
          inventory.label(), inventory.serial(), inventory.model());
      inventory.missing().forEach(feature -> out.println("cannot: " + feature));
      inventory.objects().stream()
          .filter(item -> !item.isSeed())
          .forEach(item -> out.println(item.kind() + " " + item.label() + " " + item.flags()));
      out.println("seeds: " + inventory.seedCount());
    }
  }

  private static int with(
      ConfigOption option, CommandSpec spec, BiConsumer<Partition, PrintWriter> work) {
    PrintWriter out = spec.commandLine().getOut();
    try {
      ServerConfig config = option.read();
      try (Partition partition =
          Partition.open(Adapters.hsm(config.hsm()), Pins.fetch(config.hsm()))) {
        work.accept(partition, out);
        out.flush();
        return ServerExit.OK;
      }
    } catch (ConfigException | RuntimeException e) {
      return ServerExit.of(e, spec.commandLine().getErr());
    }
  }
}
