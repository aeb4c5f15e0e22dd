package org.kagiban.custody.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.kagiban.custody.batch.VendorTokens.id;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.audit.AuditEvent;
import org.kagiban.audit.EventField;
import org.kagiban.audit.EventKind;
import org.kagiban.custody.SeedFileException;
import org.kagiban.custody.TestCustodian;
import org.kagiban.custody.UploadReport;
import org.kagiban.custody.ceremony.Custodian;
import org.kagiban.hsm.SoftHsm;

/** Uploads, checked by SoftHSM and SQLite. */
class SeedBatchesTest {
  @TempDir private static Path shared;
  @TempDir private Path folder;

  private static OneHsm hsm;
  private static Custodian by;
  private BatchWorld world;

  @BeforeAll
  static void open() throws Exception {
    hsm = new OneHsm(SoftHsm.initialised());
    by = TestCustodian.make(shared);
  }

  @AfterAll
  static void closeHsm() {
    hsm.close();
  }

  @BeforeEach
  void make() throws Exception {
    world = new BatchWorld(folder.resolve("world"), hsm.keys);
  }

  @AfterEach
  void close() {
    world.close();
  }

  private byte[] seal(VendorTokens tokens, String name) throws Exception {
    return tokens.seal(hsm.keys.importPublicKey(), folder.resolve(name));
  }

  @Test
  void upload_goodFile_isKeptWholeAndNoTokenIsMade() throws Exception {
    byte[] file = seal(VendorTokens.range(0, 600), "good.xml");
    UploadReport report = world.upload(file);
    assertThat(report.sha256()).isEqualTo(VendorTokens.sha256(file));
    assertThat(report.good()).isEqualTo(600);
    assertThat(report.unchanged()).isZero();
    assertThat(report.refused()).isZero();
    assertThat(world.tokens()).isZero();
    try (InputStream spooled = world.spool.open(report.sha256())) {
      assertThat(spooled.readAllBytes()).isEqualTo(file);
    }
    AuditEvent event = world.events(EventKind.SEED_BATCH_CHECKED).get(0);
    assertThat(event.id()).isEqualTo(report.event());
    assertThat(event.number(EventField.LOADED)).isEqualTo(600);
    assertThat(event.text(EventField.FILE)).isEqualTo("tokens.xml");
    assertThat(event.bytes(EventField.HASH))
        .isEqualTo(java.util.HexFormat.of().parseHex(report.sha256()));
  }

  @Test
  void upload_everyKindOfRefusedRecord_isTold() throws Exception {
    byte[] first = seal(VendorTokens.range(0, 5), "first.xml");
    world.perform(by, BatchWorld.OURS, world.upload(first).sha256(), 5);
    byte[] theirs = seal(VendorTokens.range(5, 6), "theirs.xml");
    world.perform(by, BatchWorld.OTHERS, world.upload(BatchWorld.OTHERS, theirs).sha256(), 1);
    VendorTokens next =
        VendorTokens.range(0, 1)
            .add(id(1), 999, 6)
            .add(id(2), 2, 8)
            .add(id(5), 5, 6)
            .add(id(7), 7, 6)
            .add(id(8), 8, 6)
            .add(id(7), 7, 6);
    UploadReport report = world.upload(seal(next, "next.xml"));
    assertThat(world.told)
        .containsExactlyInAnyOrder(
            "2 " + id(1) + " SEED_DIFFERS",
            "3 " + id(2) + " PROFILE_DIFFERS",
            "4 " + id(5) + " TOKEN_ID_TAKEN",
            "7 " + id(7) + " DUPLICATE_TOKEN");
    assertThat(report.good()).isEqualTo(2);
    assertThat(report.unchanged()).isEqualTo(1);
    assertThat(report.refused()).isEqualTo(4);
  }

  @Test
  void upload_recordMovedToAnotherTokenId_isRefused() throws Exception {
    byte[] file = seal(VendorTokens.range(0, 2), "moved.xml");
    String text = new String(file, StandardCharsets.UTF_8);
    String moved = text.replace(id(1), id(9));
    world.upload(moved.getBytes(StandardCharsets.UTF_8));
    assertThat(world.told).containsExactly("2 " + id(9) + " BINDING_MAC_WRONG");
  }

  @Test
  void upload_sameFileAgain_isCheckedAgainAndKeptOnce() throws Exception {
    byte[] file = seal(VendorTokens.range(0, 3), "twice.xml");
    String sha256 = world.upload(file).sha256();
    assertThat(world.upload(file).sha256()).isEqualTo(sha256);
    assertThat(world.spooled()).containsExactly(sha256 + ".pskc");
  }

  @Test
  void upload_fileThatCannotBeUsed_isRefusedAndNothingIsKept() throws Exception {
    byte[] good = seal(VendorTokens.range(0, 300), "cut.xml");
    List<byte[]> bad =
        List.of(
            VendorTokens.range(0, 3).plain(),
            "no XML".getBytes(StandardCharsets.UTF_8),
            java.util.Arrays.copyOf(good, good.length - 100));
    for (byte[] file : bad) {
      assertThatThrownBy(() -> world.upload(file)).isInstanceOf(SeedFileException.class);
    }
    assertThat(world.spooled()).isEmpty();
    assertThat(world.events(EventKind.SEED_BATCH_CHECKED))
        .hasSize(bad.size())
        .allSatisfy(
            event -> {
              assertThat(event.text(EventField.REASON)).isNotBlank();
              assertThat(event.bytes(EventField.HASH)).isNull();
            });
  }

  @Test
  void upload_diskFull_saysSoAndKeepsNothing() throws Exception {
    byte[] file = seal(VendorTokens.range(0, 300), "full.xml");
    world.spool = new FullSpool(world.spool, 50_000);
    assertThatThrownBy(() -> world.upload(file))
        .isInstanceOf(SeedFileException.class)
        .hasMessageContaining("No space left on device");
    assertThat(world.spooled()).isEmpty();
  }

  /** A spool on a disk that takes so many bytes. */
  private static final class FullSpool implements Spool {
    private final Spool spool;
    private final long room;

    FullSpool(Spool spool, long room) {
      this.spool = spool;
      this.room = room;
    }

    @Override
    public Incoming receive() throws IOException {
      Incoming incoming = spool.receive();
      return new Incoming() {
        private long written;

        @Override
        public void write(int value) throws IOException {
          write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
          written += length;
          if (written > room) {
            throw new IOException("No space left on device");
          }
          incoming.write(bytes, offset, length);
        }

        @Override
        public String keep() throws IOException {
          return incoming.keep();
        }

        @Override
        public void close() throws IOException {
          incoming.close();
        }
      };
    }

    @Override
    public InputStream open(String sha256) throws IOException {
      return spool.open(sha256);
    }

    @Override
    public void delete(String sha256) throws IOException {
      spool.delete(sha256);
    }

    @Override
    public List<Entry> list() throws IOException {
      return spool.list();
    }
  }
}
