package org.kagiban.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Set;
import org.kagiban.custody.Sha256;
import org.kagiban.custody.batch.Spool;

/** Writes one file into the spool's folder, under a temporary name until it is whole. */
final class SpoolWriter extends Spool.Incoming {
  private final FolderSpool spool;
  private final Path temporary;
  private final FileChannel out;
  private final MessageDigest digest = Sha256.digest();

  SpoolWriter(FolderSpool spool, Path temporary) throws IOException {
    this.spool = spool;
    this.temporary = temporary;
    this.out =
        FileChannel.open(
            temporary,
            Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW),
            PrivateFiles.OWNER_ONLY);
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    digest.update(bytes, offset, length);
    ByteBuffer rest = ByteBuffer.wrap(bytes, offset, length);
    while (rest.hasRemaining()) {
      out.write(rest);
    }
  }

  @Override
  public String keep() throws IOException {
    out.force(true);
    String sha256 = HexFormat.of().formatHex(digest.digest());
    Path kept = spool.file(sha256);
    if (Files.exists(kept)) {
      requireContent(kept, sha256);
      Files.setLastModifiedTime(kept, FileTime.from(spool.clock().instant()));
    } else {
      Files.move(temporary, kept, StandardCopyOption.ATOMIC_MOVE);
    }
    spool.sync();
    return sha256;
  }

  private static void requireContent(Path kept, String sha256) throws IOException {
    MessageDigest found = Sha256.digest();
    try (var in = Files.newInputStream(kept)) {
      byte[] buffer = new byte[1 << 16];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        found.update(buffer, 0, n);
      }
    }
    if (!HexFormat.of().formatHex(found.digest()).equals(sha256)) {
      throw new IOException(
          "a file of its name, "
              + kept.getFileName()
              + ", is there with other content: somebody"
              + " changed it. Find out who, then remove it");
    }
  }

  @Override
  public void close() throws IOException {
    out.close();
    Files.deleteIfExists(temporary);
  }
}
