package org.kagiban.demo.bank;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The bank's own records: contracts, who has begun to use a token, balances and transfers. Saved
 * before a method returns. Thread-safe.
 */
final class Book {
  private static final String FIRST_BALANCE = "1250000";
  private static final int NOTHING = 0;

  private final SavedFile file;
  private Properties all;

  /** Opens the book; contracts that it does not hold yet are entered. */
  Book(SavedFile file, List<FirstPasswords.Letter> letters) {
    this.file = file;
    this.all = file.read();
    for (FirstPasswords.Letter letter : letters) {
      if (find(letter.contract()) == null) {
        all.setProperty(letter.contract() + ".login", Passwords.hash(letter.login()));
        all.setProperty(letter.contract() + ".funds", Passwords.hash(letter.funds()));
        all.setProperty(letter.contract() + ".balance", FIRST_BALANCE);
      }
    }
    file.write(all);
  }

  /** Null where there is no such contract. */
  synchronized @Nullable Contract find(String id) {
    String login = all.getProperty(id + ".login");
    String funds = all.getProperty(id + ".funds");
    return login == null || funds == null ? null : new Contract(id, login, funds);
  }

  synchronized boolean usesToken(String contract) {
    return all.containsKey(contract + ".token");
  }

  /** From now on login asks for a code. */
  synchronized void beginsToUse(String contract) {
    Properties next = copy();
    next.setProperty(contract + ".token", "yes");
    save(next);
  }

  /** Yen. */
  synchronized long balance(String contract) {
    return Long.parseLong(all.getProperty(contract + ".balance"));
  }

  /**
   * Executes a transfer once, however often it is asked for under its id.
   *
   * @return false where the balance does not suffice, and nothing was done
   */
  synchronized boolean execute(String contract, Transfer transfer) {
    if (find(contract, transfer.id()) != null) {
      return true;
    }
    long left = balance(contract) - transfer.amount();
    if (left < NOTHING) {
      return false;
    }
    Properties next = copy();
    String key = contract + ".transfer." + count(contract);
    next.setProperty(key + ".id", transfer.id());
    next.setProperty(key + ".time", transfer.time().toString());
    next.setProperty(key + ".payee", transfer.payee());
    next.setProperty(key + ".amount", Long.toString(transfer.amount()));
    next.setProperty(key + ".event", transfer.event());
    next.setProperty(contract + ".balance", Long.toString(left));
    save(next);
    return true;
  }

  /** An executed transfer; null where there is none. */
  synchronized @Nullable Transfer find(String contract, String id) {
    return transfers(contract).stream().filter(one -> one.id().equals(id)).findFirst().orElse(null);
  }

  /** All of a contract, the newest first. */
  synchronized List<Transfer> transfers(String contract) {
    List<Transfer> found = new ArrayList<>();
    for (int i = count(contract) - 1; i >= 0; i--) {
      String key = contract + ".transfer." + i;
      found.add(
          new Transfer(
              all.getProperty(key + ".id"),
              Instant.parse(all.getProperty(key + ".time")),
              all.getProperty(key + ".payee"),
              Long.parseLong(all.getProperty(key + ".amount")),
              all.getProperty(key + ".event")));
    }
    return found;
  }

  private Properties copy() {
    Properties copy = new Properties();
    copy.putAll(all);
    return copy;
  }

  /** What could not be written was not done. */
  private void save(Properties next) {
    file.write(next);
    all = next;
  }

  private int count(String contract) {
    int count = 0;
    while (all.containsKey(contract + ".transfer." + count + ".id")) {
      count++;
    }
    return count;
  }
}
