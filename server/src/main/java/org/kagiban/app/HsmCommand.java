package org.kagiban.app;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import org.kagiban.app.config.HsmSection;
import org.kagiban.cli.AuditJson;
import org.kagiban.hsm.HsmInventory;
import org.kagiban.hsm.Partition;
import org.kagiban.yaml.ConfigException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The commands that look at the HSM partition itself; for custodians, on the server's machine. */
@Command(
    name = "hsm",
    description = {
      "Shows what is in the HSM's partitions.",
      "Keys are made by ceremonies: kagiban ceremony --help, hsm-config/README.md."
    },
    mixinStandardHelpOptions = true,
    subcommands = HsmCommand.Show.class)
final class HsmCommand {

  /** Lists what is in each partition. */
  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Shows each partition, its keys with their attributes, and how many seeds.",
      exitCodeListHeading = ServerExit.HELP_HEADING,
      exitCodeList = {
        "0:shown",
        "2:bad configuration",
        "3:the HSM cannot be used",
        "6:the HSM refused the PIN"
      })
  static final class Show implements Callable<Integer> {
    @Mixin private ConfigOption config = new ConfigOption();

    @Option(
        names = "--json",
        description = "Print JSON, an object for each partition; seeds as their number.")
    private boolean json;

    @Spec private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets spec
    Show() {}

    @Override
    public Integer call() {
      return with(
          config,
          spec,
          (partition, out) -> {
            HsmInventory inventory = HsmInventory.read(partition);
            if (json) {
              out.println(AuditJson.of(json(inventory)));
            } else {
              print(inventory, out);
            }
          });
    }

    private static Map<String, Object> json(HsmInventory inventory) {
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("partition", inventory.label());
      object.put("serial", inventory.serial());
      object.put("model", inventory.model());
      object.put("missing", inventory.missing());
      object.put(
          "keys",
          inventory.objects().stream().filter(item -> !item.isSeed()).map(Show::json).toList());
      object.put("seeds", inventory.seedCount());
      return object;
    }

    private static Map<String, Object> json(HsmInventory.Item item) {
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("kind", item.kind());
      object.put("label", item.label());
      object.put("id", item.id());
      object.put("flags", item.flags());
      return object;
    }

    private static void print(HsmInventory inventory, PrintWriter out) {
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
      for (HsmSection section : option.read().hsm().all()) {
        try (Partition partition = Partition.open(Adapters.hsm(section), Pins.fetch(section))) {
          work.accept(partition, out);
          out.flush();
        }
      }
      return ServerExit.OK;
    } catch (ConfigException | RuntimeException e) {
      return ServerExit.of(e, spec.commandLine().getErr());
    }
  }
}
