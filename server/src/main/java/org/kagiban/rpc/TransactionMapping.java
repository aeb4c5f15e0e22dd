package org.kagiban.rpc;

import java.util.ArrayList;
import java.util.List;
import org.kagiban.otp.Transaction;
import org.kagiban.v1.TransactionField;

/** Transactions, out of the API's messages. */
final class TransactionMapping {
  private static final Transaction.Field NO_FIELD = new Transaction.Field("X", "X");
  private static final Transaction NO_TRANSACTION = new Transaction(List.of(NO_FIELD));

  private TransactionMapping() {}

  /** Each field that breaks its rule is noted by its number. */
  static Transaction read(Fields fields, org.kagiban.v1.Transaction message) {
    List<Transaction.Field> lines = new ArrayList<>();
    boolean good = true;
    for (int i = 0; i < message.getFieldsCount(); i++) {
      TransactionField line = message.getFields(i);
      try {
        lines.add(new Transaction.Field(line.getName(), line.getValue()));
      } catch (IllegalArgumentException e) {
        fields.refuse("transaction.fields[" + i + "]", String.valueOf(e.getMessage()));
        good = false;
      }
    }
    if (!good) {
      return NO_TRANSACTION;
    }
    try {
      return new Transaction(lines);
    } catch (IllegalArgumentException e) {
      fields.refuse("transaction.fields", String.valueOf(e.getMessage()));
      return NO_TRANSACTION;
    }
  }
}
