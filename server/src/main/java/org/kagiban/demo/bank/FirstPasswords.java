package org.kagiban.demo.bank;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;

/**
 * What a bank sends its customers by letter, in a file here so that the demo can print it again.
 * The book itself holds hashes alone.
 */
public final class FirstPasswords {
  private static final List<String> IDS = List.of("1000001", "1000002", "1000003");
  private static final String ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";
  private static final int LENGTH = 10;
  private static final SecureRandom RANDOM = new SecureRandom();

  private FirstPasswords() {}

  /** One customer's letter; its text is meant to be shown. */
  public static final class Letter {
    private final String contract;
    private final String login;
    private final String funds;

    Letter(String contract, String login, String funds) {
      this.contract = contract;
      this.login = login;
      this.funds = funds;
    }

    public String contract() {
      return contract;
    }

    public String login() {
      return login;
    }

    public String funds() {
      return funds;
    }

    @Override
    public String toString() {
      return "Letter[" + contract + ", passwords redacted]";
    }
  }

  /** Those of the last time, or new ones. */
  static List<Letter> ensure(Path file) {
    SavedFile saved = new SavedFile(file);
    Properties all = saved.read();
    if (all.isEmpty()) {
      for (String id : IDS) {
        all.setProperty(id + ".login", random());
        all.setProperty(id + ".funds", random());
      }
      saved.write(all);
    }
    return IDS.stream()
        .map(id -> new Letter(id, all.getProperty(id + ".login"), all.getProperty(id + ".funds")))
        .collect(Collectors.toUnmodifiableList());
  }

  private static String random() {
    StringBuilder text = new StringBuilder();
    RANDOM.ints(LENGTH, 0, ALPHABET.length()).forEach(i -> text.append(ALPHABET.charAt(i)));
    return text.toString();
  }
}
