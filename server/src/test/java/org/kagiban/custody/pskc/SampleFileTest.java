package org.kagiban.custody.pskc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.token.TokenProfile;

class SampleFileTest {
  @TempDir private Path folder;

  @Test
  void write_givesAFileThatSealingReads_forItsOwnerOnly() throws Exception {
    Path file = folder.resolve("vendor.xml");
    SampleFile.Sample first = SampleFile.write(file, "SMPL", 3, count -> {});
    List<PskcRecord> records = new ArrayList<>();
    try (InputStream in = Files.newInputStream(file);
        PskcReader reader = new PskcReader(in, true)) {
      PskcRecord record;
      while ((record = reader.next(refusal -> assertThat(refusal).isNull())) != null) {
        records.add(record);
      }
    }
    assertThat(records).hasSize(3);
    assertThat(records).allMatch(record -> record.profile().equals(TokenProfile.DEFAULT));
    assertThat(records.get(0).tokenId()).isEqualTo(first.token());
    assertThat(records.get(2).tokenId().value()).isEqualTo("SMPL00000003");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(first.toString()).contains("redacted");
  }

  @Test
  void write_fileExists_leavesItAlone() throws Exception {
    Path file = Files.writeString(folder.resolve("vendor.xml"), "mine");
    assertThatThrownBy(() -> SampleFile.write(file, "SMPL", 1, count -> {}))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(file).hasContent("mine");
  }
}
