package org.kagiban.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kagiban.app.CeremonyTexts.NEXT_KEK;
import static org.kagiban.app.CeremonyTexts.destruction;
import static org.kagiban.app.CeremonyTexts.migration;
import static org.kagiban.app.CeremonyTexts.rotation;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.cli.Session;
import org.kagiban.demo.DevCaller;
import org.kagiban.token.TokenProfile;
import org.kagiban.v1.Ceremony;
import org.kagiban.v1.Verdict;

/** A whole server whose seeds rest in the database, through all that custodians do with them. */
class WrappedSeedsTest {
  /** Fewer handles than tokens, so that some are unwrapped anew. */
  private static final int UNWRAPPED = 10;

  private static final int TOKENS = 60;

  @TempDir private Path folder;

  private final List<KnownToken> tokens = new ArrayList<>();
  private int enrolled;

  @Test
  void seeds_loadedRotatedMigratedAndBack_verifyAtEachStep() throws Exception {
    try (LiveServer server = LiveServer.startWrapped(folder, UNWRAPPED)) {
      load(server);
      assertThat(CustodyKeys.of(server, LiveServer.KEK).getWrappedSeeds()).isEqualTo(TOKENS);
      enrollSome(server);

      server.makeKek(NEXT_KEK);
      assertThat(CustodyKeys.of(server, NEXT_KEK).getState()).isEqualTo("PRE_ACTIVE");
      Ceremony rotated = server.custodians().perform(rotation());
      assertThat(rotated.getTranscript()).contains("kagiban-kek-2");
      assertThat(CustodyKeys.of(server, LiveServer.KEK).getWrappedSeeds()).isZero();
      assertThat(CustodyKeys.of(server, NEXT_KEK).getWrappedSeeds()).isEqualTo(TOKENS);
      enrollSome(server);

      destroy(server, LiveServer.KEK);
      assertThat(CustodyKeys.of(server, LiveServer.KEK).getState()).isEqualTo("DESTROYED");
      restart(server, "wrapped", "resident");
      enrollSome(server);
      server.custodians().perform(migration("resident"));
      assertThat(CustodyKeys.of(server, NEXT_KEK).getWrappedSeeds()).isZero();
      enrollSome(server);

      restart(server, "resident", "wrapped");
      server.custodians().perform(migration("wrapped"));
      assertThat(CustodyKeys.of(server, NEXT_KEK).getWrappedSeeds()).isEqualTo(TOKENS);
      restart(server, "wrapped", "wrapped");
      enrollSome(server);
    }
  }

  private void load(LiveServer server) throws Exception {
    VendorFile vendor = new VendorFile();
    for (int i = 0; i < TOKENS; i++) {
      KnownToken token = KnownToken.random(String.format("WRAP%08d", i), TokenProfile.DEFAULT);
      tokens.add(token);
      vendor.add(token);
    }
    vendor.load(server, "tokens.xml");
  }

  /** Ten tokens that were not used before. */
  private void enrollSome(LiveServer server) throws Exception {
    Session channel = server.connect(DevCaller.INTERNET_BANKING);
    for (int end = enrolled + 10; enrolled < end; enrolled++) {
      KnownToken token = tokens.get(enrolled);
      assertThat(Calls.enroll(channel, token.id(), token.id(), token.codeNow()).getVerdict())
          .as(token.id())
          .isEqualTo(Verdict.VERDICT_ACCEPTED);
    }
  }

  private static void restart(LiveServer server, String from, String to) throws Exception {
    server.stop();
    server.setSeeds(from, to);
    server.restart();
  }

  private static void destroy(LiveServer server, String label) {
    server.custodians().perform(destruction(label, CustodyKeys.kcv(server, label)));
  }

  @Test
  void database_holdsNoSeedInPlaintext() throws Exception {
    try (LiveServer server = LiveServer.startWrapped(folder, UNWRAPPED)) {
      load(server);
      server.stop();
      byte[] database = Files.readAllBytes(folder.resolve("kagiban.db"));
      String text = new String(database, StandardCharsets.ISO_8859_1);
      assertThat(text).contains(tokens.get(0).id());
      for (KnownToken token : tokens) {
        assertThat(text).doesNotContain(new String(token.seed(), StandardCharsets.ISO_8859_1));
      }
    }
  }
}
