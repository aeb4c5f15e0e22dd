package org.kagiban.rpc;

/** Holds the admission in force. Thread-safe. */
final class Admissions {
  private volatile Admission current;

  Admissions(Admission first) {
    current = first;
  }

  Admission current() {
    return current;
  }

  void replace(Admission next) {
    current = next;
  }
}
