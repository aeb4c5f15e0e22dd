package org.kagiban.hsm;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;

/**
 * Many small steps on the HSM, a few to a job and one job after the other: a bulk load takes one
 * place in the queue, so that verifications pass it.
 */
final class Bulk<I, O> {
  private static final int STEPS_PER_JOB = 8;

  private final HsmWorkers workers;
  private final List<I> inputs;
  private final BiFunction<HsmSession, I, O> step;
  private final CompletableFuture<List<O>> done = new CompletableFuture<>();

  /** Jobs follow each other, so it needs no lock: each submit and each completion hands it over. */
  private final List<O> outputs = new ArrayList<>();

  Bulk(HsmWorkers workers, List<I> inputs, BiFunction<HsmSession, I, O> step) {
    this.workers = workers;
    this.inputs = List.copyOf(inputs);
    this.step = step;
  }

  CompletableFuture<List<O>> start() {
    next();
    return done;
  }

  private void next() {
    if (outputs.size() == inputs.size()) {
      done.complete(List.copyOf(outputs));
      return;
    }
    var unused =
        workers
            .submit(this::some)
            .whenComplete(
                (more, failure) -> {
                  if (failure != null) {
                    done.completeExceptionally(failure);
                  } else {
                    outputs.addAll(more);
                    next();
                  }
                });
  }

  private List<O> some(HsmSession session) {
    int begin = outputs.size();
    int end = Math.min(begin + STEPS_PER_JOB, inputs.size());
    return inputs.subList(begin, end).stream().map(input -> step.apply(session, input)).toList();
  }
}
