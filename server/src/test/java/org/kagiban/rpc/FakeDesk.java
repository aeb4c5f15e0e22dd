package org.kagiban.rpc;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.kagiban.custody.ceremony.Ceremony;
import org.kagiban.custody.ceremony.CeremonyDesk;
import org.kagiban.custody.ceremony.CeremonyId;
import org.kagiban.custody.ceremony.Custodian;

/** Notes what is asked of it and answers, or fails, as the test says. */
final class FakeDesk implements CeremonyDesk {
  /** One act, in words. */
  final List<String> acts = new CopyOnWriteArrayList<>();

  volatile @Nullable Custodian by;
  volatile @Nullable Signature signature;
  volatile RunInput input = RunInput.NONE;
  volatile @Nullable RuntimeException failure;
  volatile Ceremony answer;
  volatile Work work = listener -> {};

  /** What a run does. */
  interface Work {
    void with(RunListener listener) throws Exception;
  }

  FakeDesk(Ceremony answer) {
    this.answer = answer;
  }

  private CompletableFuture<Ceremony> note(Custodian who, Signature signed, String act) {
    by = who;
    signature = signed;
    acts.add(act);
    RuntimeException thrown = failure;
    return thrown == null
        ? CompletableFuture.completedFuture(answer)
        : CompletableFuture.failedFuture(thrown);
  }

  @Override
  public CompletableFuture<Ceremony> propose(
      Custodian who, CeremonyId id, byte[] file, Signature signed) {
    return note(
        who,
        signed,
        "propose " + id + " " + new String(file, java.nio.charset.StandardCharsets.UTF_8));
  }

  @Override
  public CompletableFuture<Ceremony> approve(
      Custodian who, CeremonyId id, byte[] fileHash, Signature signed) {
    return note(who, signed, "approve " + id + " " + fileHash.length);
  }

  @Override
  public CompletableFuture<Ceremony> withdraw(Custodian who, CeremonyId id, Signature signed) {
    return note(who, signed, "withdraw " + id);
  }

  @Override
  public CompletableFuture<Ceremony> cancel(Custodian who, CeremonyId id, Signature signed) {
    return note(who, signed, "cancel " + id);
  }

  @Override
  public Ceremony run(
      Custodian who, CeremonyId id, Signature signed, RunInput with, RunListener listener) {
    input = with;
    CompletableFuture<Ceremony> noted = note(who, signed, "run " + id);
    try {
      work.with(listener);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    return noted.join();
  }

  @Override
  public CompletableFuture<Ceremony> finish(
      Custodian who, CeremonyId id, byte[] outcome, Signature signed) {
    return note(who, signed, "finish " + id + " " + outcome.length);
  }

  @Override
  public CompletableFuture<Ceremony> abort(
      Custodian who, CeremonyId id, String reason, Signature signed) {
    return note(who, signed, "abort " + id + " " + reason);
  }

  @Override
  public CompletableFuture<@Nullable Ceremony> find(CeremonyId id) {
    return CompletableFuture.completedFuture(id.equals(answer.id()) ? answer : null);
  }

  @Override
  public CompletableFuture<List<Ceremony>> latest(int limit) {
    List<Ceremony> all = new ArrayList<>();
    for (int i = 0; i < Math.min(limit, 3); i++) {
      all.add(answer);
    }
    acts.add("latest " + limit);
    return CompletableFuture.completedFuture(all);
  }

  @Override
  public CompletableFuture<List<KeyStanding>> keys() {
    return CompletableFuture.completedFuture(List.of());
  }

  @Override
  public Standing standing(Ceremony ceremony) {
    return new Standing(1, null, "transcript: text\n", true, "makes the import key");
  }
}
