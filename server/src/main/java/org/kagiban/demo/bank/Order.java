package org.kagiban.demo.bank;

import java.util.List;
import org.kagiban.v1.Transaction;
import org.kagiban.v1.TransactionField;

/**
 * A transfer that the customer has entered, and what the token signs of it.
 *
 * @param id the bank's own, under which it is executed once
 * @param amount yen, 1 or more
 */
record Order(String id, String bank, String branch, String account, String name, long amount) {
  /** The payee in one line, as the token shows it. */
  String payee() {
    return String.join(" ", bank, branch, "普通", account, name);
  }

  /** Such as {@code 50000 JPY}. */
  String signedAmount() {
    return amount + " JPY";
  }

  Transaction transaction() {
    return Transaction.newBuilder()
        .addAllFields(List.of(field("payee", payee()), field("amount", signedAmount())))
        .build();
  }

  private static TransactionField field(String name, String value) {
    return TransactionField.newBuilder().setName(name).setValue(value).build();
  }
}
