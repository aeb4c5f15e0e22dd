package org.kagiban.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.demo.DevCaller;
import org.kagiban.demo.DualControl;
import org.kagiban.token.TokenProfile;
import org.kagiban.v1.CustodyKey;
import org.kagiban.v1.Verdict;

/** A KEK and the server's own keys, from one partition into another by typed components. */
class KekBackupTest {
  private static final String FILE = LiveServer.KEK + ".backup";
  private static final String SECOND = "live-2";

  @TempDir private Path folder;

  private final Component aikos = Component.random(256);
  private final Component bens = Component.random(256);
  private final KnownToken token = KnownToken.random("BACK00000001", TokenProfile.DEFAULT);
  private final KnownToken other = KnownToken.random("BACK00000002", TokenProfile.DEFAULT);

  @Test
  void backup_restoredIntoAnotherPartition_letsItsServerVerify() throws Exception {
    Path one = Files.createDirectory(folder.resolve("one"));
    try (LiveServer first = LiveServer.startWrapped(one, 10)) {
      new VendorFile().add(token).add(other).load(first, "tokens.xml");
      backUp(first);
      backUpAgain(first);
      first.stop();
      try (LiveServer second = LiveServer.startOnCopy(folder.resolve("two"), SECOND, first)) {
        Path file = Files.copy(one.resolve(FILE), second.folder().resolve(FILE));
        String ceremony =
            second
                .custodians()
                .agree(CeremonyTexts.restore(SECOND, LiveServer.KEK, file))
                .toString();
        refuseWrongComponent(second, ceremony);

        CommandResult restored = type(second, ceremony, bens);
        assertThat(restored.exitCode()).as(restored.output()).isZero();
        second.awaitServing();
        requireAccepted(second, token);

        second.stop();
        second.restart();
        requireAccepted(second, other);
        loadMore(second);
      }
    }
  }

  private void backUp(LiveServer first) throws Exception {
    CommandResult done =
        type(
            first, first.custodians().agree(CeremonyTexts.backup(LiveServer.KEK)).toString(), bens);

    assertThat(done.exitCode()).as(done.output()).isZero();
    assertThat(done.output())
        .contains("KCV " + aikos.kcv(), "KCV " + bens.kcv())
        .contains("The key:\n  KCV " + aikos.xor(bens).kcv())
        .doesNotContain(aikos.hex(), bens.hex());
    Path file = first.folder().resolve(FILE);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    try (Stream<Path> files = Files.list(first.folder())) {
      assertThat(files.filter(path -> path.toString().contains("backup"))).containsExactly(file);
    }
  }

  /** The same name is not written over. */
  private void backUpAgain(LiveServer first) throws Exception {
    byte[] before = Files.readAllBytes(first.folder().resolve(FILE));
    String ceremony = first.custodians().agree(CeremonyTexts.backup(LiveServer.KEK)).toString();
    try (TypedCommand command = first.typeAtHsm(ceremony)) {
      CommandResult refused = command.end();
      assertThat(refused.exitCode()).as(refused.output()).isEqualTo(2);
      assertThat(refused.output()).contains(FILE + " exists already");
    }
    assertThat(first.folder().resolve(FILE)).hasBinaryContent(before);
  }

  private void refuseWrongComponent(LiveServer second, String ceremony) throws Exception {
    List<Path> before = objects(second);
    CommandResult refused = type(second, ceremony, Component.random(256));

    assertThat(refused.exitCode()).as(refused.output()).isEqualTo(4);
    assertThat(refused.output())
        .contains("the backup of kagiban-kek-1 cannot be unwrapped")
        .contains("the components are others");
    assertThat(objects(second)).isEqualTo(before);
  }

  private CommandResult type(LiveServer server, String ceremony, Component second)
      throws Exception {
    try (TypedCommand command = server.typeAtHsm(ceremony)) {
      return command
          .answer("Component 1 of 2, Aiko Tanaka: ", aikos.hex())
          .answer("Component 2 of 2, Ben Mori: ", second.hex())
          .end();
    }
  }

  /** The import key stayed in the first partition: this one makes its own. */
  private static void loadMore(LiveServer second) throws Exception {
    DualControl custodians = second.custodians();
    custodians.perform(destruction(CustodyKeys.of(second, "kagiban-import")));
    custodians.perform("ceremony: import-key\ntitle: Another\npartition: %s\n".formatted(SECOND));
    KnownToken more = KnownToken.random("BACK00000003", TokenProfile.DEFAULT);
    new VendorFile().add(more).load(second, "more.xml");
    requireAccepted(second, more);
  }

  private static String destruction(CustodyKey key) {
    return """
        ceremony: key-destruction
        title: Left behind
        partition: %s
        key:
          label: %s
          kcv: "%s"
        """
        .formatted(SECOND, key.getLabel(), HexFormat.of().formatHex(key.getKcv().toByteArray()));
  }

  /** SoftHSM keeps each of a partition's objects in a file. */
  private static List<Path> objects(LiveServer server) throws IOException {
    try (Stream<Path> files = Files.walk(server.folder().resolve("softhsm"))) {
      return files.filter(path -> path.toString().endsWith(".object")).sorted().toList();
    }
  }

  private static void requireAccepted(LiveServer server, KnownToken token) {
    assertThat(
            Calls.enroll(
                    server.connect(DevCaller.INTERNET_BANKING),
                    token.id(),
                    token.id(),
                    token.codeNow())
                .getVerdict())
        .isEqualTo(Verdict.VERDICT_ACCEPTED);
  }
}
