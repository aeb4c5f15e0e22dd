package org.kagiban.app.bench;

import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The customers' tokens. Each makes one call at a time, and all make as many. Thread-safe. */
final class Fleet {
  private final Queue<BenchToken> free;
  private final int size;
  private final Codes codes;

  Fleet(Collection<BenchToken> tokens, Codes codes) {
    this.codes = codes;
    free = new ConcurrentLinkedQueue<>(tokens);
    size = free.size();
  }

  /** What its customers type. */
  Codes codes() {
    return codes;
  }

  int size() {
    return size;
  }

  /** The token that has waited longest. */
  BenchToken take() {
    BenchToken token = free.poll();
    if (token == null) {
      throw new IllegalStateException("more calls at once than tokens");
    }
    return token;
  }

  void giveBack(BenchToken token) {
    free.add(token);
  }

  /** Computes codes ahead for a number of calls. To be called while none is under way. */
  void prepare(double calls) {
    int each = (int) Math.ceil(calls / size / (1 + codes.wrongOnes())) + 1;
    free.forEach(token -> token.prepare(each, codes));
  }

  List<String> ids() {
    return free.stream().map(BenchToken::id).toList();
  }
}
