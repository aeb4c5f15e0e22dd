package org.kagiban.demo.bank;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.kagiban.otp.Transaction;
import org.kagiban.web.WebRequest;

/** Payee and amount as they were typed, and what is wrong with them. For one thread. */
final class OrderForm {
  static final long MOST = 1_000_000;

  private static final Pattern ACCOUNT = Pattern.compile("[0-9]{7}");
  private static final Pattern AMOUNT = Pattern.compile("[1-9][0-9]{0,9}");
  private static final int MOST_TEXT = 36;

  private static final Say TEXT =
      new Say(
          "1〜%d文字で入力してください。".formatted(MOST_TEXT),
          "Enter 1 to %d characters.".formatted(MOST_TEXT));

  private final Map<String, String> values = new HashMap<>();
  private final Map<String, Say> problems = new HashMap<>();

  private OrderForm() {}

  static OrderForm empty() {
    return new OrderForm();
  }

  /** Reads a form; full-width digits and commas are taken as people mean them. */
  static OrderForm read(WebRequest request, long balance) {
    OrderForm form = new OrderForm();
    form.text(request, "bank");
    form.text(request, "branch");
    form.text(request, "name");
    form.account(Desk.narrow(request.form("account")));
    form.amount(Desk.narrow(request.form("amount")).replace(",", ""), balance);
    return form;
  }

  private void text(WebRequest request, String field) {
    String typed = Normalizer.normalize(request.form(field).strip(), Normalizer.Form.NFC);
    values.put(field, typed);
    if (!readable(typed)) {
      problems.put(field, TEXT);
    }
  }

  /** What a token can show as it is. */
  private static boolean readable(String typed) {
    try {
      new Transaction.Field("payee", typed);
      return typed.codePointCount(0, typed.length()) <= MOST_TEXT;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private void account(String typed) {
    values.put("account", typed);
    if (!ACCOUNT.matcher(typed).matches()) {
      problems.put("account", new Say("7桁の数字で入力してください。", "Enter 7 digits."));
    }
  }

  private void amount(String typed, long balance) {
    values.put("amount", typed);
    if (!AMOUNT.matcher(typed).matches() || Long.parseLong(typed) > MOST) {
      problems.put(
          "amount",
          new Say(
              "1円から%,d円までの金額を入力してください。".formatted(MOST), "Enter 1 to %,d yen.".formatted(MOST)));
    } else if (Long.parseLong(typed) > balance) {
      problems.put("amount", new Say("残高が不足しています。", "That is more than your balance."));
    }
  }

  String value(String field) {
    return values.getOrDefault(field, "");
  }

  @Nullable Say problem(String field) {
    return problems.get(field);
  }

  boolean good() {
    return problems.isEmpty();
  }

  /** Only of a good one. */
  Order order() {
    return new Order(
        UUID.randomUUID().toString(),
        value("bank"),
        value("branch"),
        value("account"),
        value("name"),
        Long.parseLong(value("amount")));
  }
}
