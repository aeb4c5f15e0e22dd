package org.kagiban.cli;

import java.util.ArrayList;
import java.util.List;
import org.kagiban.custody.ceremony.ComponentKey;
import org.kagiban.custody.ceremony.KeyCheck;
import org.kagiban.yaml.VisibleText;

/**
 * Asks custodians, one after another at one machine, for their components of an AES key. Nothing of
 * what they type is shown; each component's check value is.
 */
final class ComponentEntry {
  private static final int TRIES = 3;

  private final Prompts prompts;

  ComponentEntry(Prompts prompts) {
    this.prompts = prompts;
  }

  /**
   * A whole key; to be closed.
   *
   * @param checks of the components, in the order of the custodians
   */
  record Entered(ComponentKey key, List<KeyCheck> checks) implements AutoCloseable {
    @Override
    public void close() {
      key.close();
    }
  }

  /**
   * @param custodians 2 or 3 names
   * @throws CliException (usage) where nobody is there, or three tries were no component
   */
  Entered enter(int bits, List<String> custodians) {
    prompts.say(
        "An AES-%d key in %d components of %d hexadecimal digits; what is typed is not shown."
            .formatted(bits, custodians.size(), bits / 4));
    ComponentKey key = new ComponentKey(bits, custodians.size());
    try {
      List<KeyCheck> checks = new ArrayList<>();
      for (String custodian : custodians) {
        String whose =
            "Component %d of %d, %s: "
                .formatted(checks.size() + 1, custodians.size(), VisibleText.of(custodian));
        KeyCheck check = component(key, whose);
        prompts.say("  KCV " + check);
        checks.add(check);
      }
      prompts.say("The key:");
      prompts.say("  KCV " + key.check());
      return new Entered(key, checks);
    } catch (IllegalStateException e) {
      key.close();
      throw new CliException(Exit.USAGE, e.getMessage() + "; nothing was done", e);
    } catch (CliException e) {
      key.close();
      throw e;
    }
  }

  private KeyCheck component(ComponentKey key, String question) {
    for (int left = TRIES; left > 0; left--) {
      try {
        return key.add(prompts.hidden(question));
      } catch (IllegalArgumentException e) {
        prompts.say("  " + e.getMessage() + (left > 1 ? "; try again" : ""));
      }
    }
    throw CliException.usage("no component after %d tries; nothing was done".formatted(TRIES));
  }

  /** Whether the custodians say yes, in full. */
  boolean agreed(String question) {
    return prompts.line(question + " Type yes, or anything else to end: ").equals("yes");
  }
}
