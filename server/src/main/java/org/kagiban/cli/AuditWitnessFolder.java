package org.kagiban.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.file.WitnessFiles;
import org.kagiban.audit.http.PemTls;
import org.kagiban.audit.note.VerifierKey;
import org.kagiban.audit.witness.LocalSigner;
import org.kagiban.audit.witness.WitnessState;

/**
 * A witness's folder: {@code witness.key} with the vkey above the PKCS#8 key in PEM, mode 0600;
 * {@code vkey}; {@code logs/}, its memory; {@code forks/}; and {@code lock}, which one process
 * holds.
 */
final class AuditWitnessFolder implements AutoCloseable {
  private static final String KEY = "witness.key";
  private static final String NEW_KEY = "witness.key.new";

  private final Path folder;
  private final FileChannel lock;

  private AuditWitnessFolder(Path folder, FileChannel lock) {
    this.folder = folder;
    this.lock = lock;
  }

  /**
   * Makes the folder where it is missing, and takes its lock.
   *
   * @throws CliException (usage) where another process has it, or it cannot be used
   */
  static AuditWitnessFolder open(Path folder) {
    try {
      Files.createDirectories(folder);
      FileChannel channel =
          FileChannel.open(
              folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (tryLock(channel) == null) {
        channel.close();
        throw CliException.usage(
            folder + " is in use by another witness; two would not know what the other signed");
      }
      return new AuditWitnessFolder(folder, channel);
    } catch (IOException e) {
      throw new CliException(Exit.USAGE, "cannot use " + folder + ": " + e, e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  WitnessState state() {
    return new WitnessFiles(folder.resolve("logs"));
  }

  Path forks() {
    return folder.resolve("forks");
  }

  /**
   * The key that is kept, or a new one.
   *
   * @param name needed the first time; later it must be the same, since logs know the witness by it
   */
  LocalSigner signer(@Nullable String name) {
    try {
      Path file = folder.resolve(KEY);
      LocalSigner signer = Files.exists(file) ? read(file) : generate(file, name);
      if (name != null && !name.equals(signer.name())) {
        throw CliException.usage(
            "--name %s: this witness is %s, and logs know it by that name"
                .formatted(name, signer.name()));
      }
      Files.writeString(folder.resolve("vkey"), signer.key().vkey() + "\n");
      return signer;
    } catch (IOException e) {
      throw new CliException(Exit.USAGE, "cannot use the witness's key: " + e, e);
    }
  }

  private LocalSigner generate(Path file, @Nullable String name) throws IOException {
    if (name == null) {
      throw CliException.usage("--name is missing: what logs are to know this witness by");
    }
    LocalSigner signer;
    try {
      signer = LocalSigner.generate(name);
    } catch (IllegalArgumentException e) {
      throw new CliException(Exit.USAGE, "--name: " + e.getMessage(), e);
    }
    Path fresh = folder.resolve(NEW_KEY);
    Files.deleteIfExists(fresh);
    String text = signer.key().vkey() + "\n" + Pem.encode("PRIVATE KEY", signer.pkcs8());
    NewFiles.write(fresh, text, NewFiles.PRIVATE);
    // On the disk before anybody hears of it: a witness that lost its key is another witness.
    force(fresh, StandardOpenOption.WRITE);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    force(folder, StandardOpenOption.READ);
    return signer;
  }

  private static void force(Path path, StandardOpenOption how) throws IOException {
    try (FileChannel channel = FileChannel.open(path, how)) {
      channel.force(true);
    }
  }

  private static LocalSigner read(Path file) throws IOException {
    String text = Files.readString(file, StandardCharsets.US_ASCII);
    try {
      VerifierKey key = VerifierKey.parse(text.lines().findFirst().orElse(""));
      return new LocalSigner(key, PemTls.privateKey(text));
    } catch (IllegalArgumentException | GeneralSecurityException e) {
      throw new CliException(
          Exit.USAGE,
          "%s is not a witness's key (%s); bring it back from a backup".formatted(file, message(e)),
          e);
    }
  }

  private static String message(Exception e) {
    return String.valueOf(e.getMessage());
  }

  /** Tells what happens on {@code output}, and keeps forks. */
  AuditWitnessJournal journal(AuditOutput output, Clock clock) {
    return new AuditWitnessJournal(output, forks(), clock);
  }

  /** Lets the lock go. */
  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
