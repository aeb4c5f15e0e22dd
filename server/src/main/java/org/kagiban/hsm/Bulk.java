package org.kagiban.hsm;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;

/**
 * Many small steps on the HSM, some to a job and the jobs in a few lanes, one job after the other
 * in each: a bulk load takes a few places in the queue, so that verifications pass it.
 */
final class Bulk<I, O> {
  private static final int MOST_STEPS = 32;

  /** Of a job that others wait behind. */
  private static final int FEWEST_STEPS = 4;

  private static final int MOST_LANES = 2;

  private final HsmWorkers workers;
  private final BiFunction<HsmSession, I, O> step;

  Bulk(HsmWorkers workers, BiFunction<HsmSession, I, O> step) {
    this.workers = workers;
    this.step = step;
  }

  /** One output for each input, in order; fails where one step does. */
  CompletableFuture<List<O>> run(List<I> inputs) {
    int lanes = Math.min(MOST_LANES, workers.count());
    int share = (inputs.size() + lanes - 1) / lanes;
    List<Lane> running = new ArrayList<>();
    for (int begin = 0; begin < inputs.size(); begin += share) {
      Lane lane = new Lane(inputs.subList(begin, Math.min(begin + share, inputs.size())));
      running.add(lane);
      lane.next();
    }
    return CompletableFuture.allOf(
            running.stream().map(l -> l.done).toArray(CompletableFuture[]::new))
        .thenApply(all -> running.stream().flatMap(lane -> lane.outputs.stream()).toList());
  }

  /** Jobs follow each other, so it needs no lock: each submit and each completion hands it over. */
  private final class Lane {
    private final List<I> inputs;
    private final List<O> outputs = new ArrayList<>();
    private final CompletableFuture<Boolean> done = new CompletableFuture<>();

    Lane(List<I> inputs) {
      this.inputs = List.copyOf(inputs);
    }

    void next() {
      if (outputs.size() == inputs.size()) {
        done.complete(true);
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
      List<O> made = new ArrayList<>();
      int begin = outputs.size();
      int most = Math.min(MOST_STEPS, inputs.size() - begin);
      while (made.size() < most && (made.size() < FEWEST_STEPS || !workers.pressed())) {
        made.add(step.apply(session, inputs.get(begin + made.size())));
      }
      return made;
    }
  }
}
