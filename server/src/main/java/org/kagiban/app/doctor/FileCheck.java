package org.kagiban.app.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import org.kagiban.app.config.HsmSection;
import org.kagiban.app.config.PinSource;
import org.kagiban.app.config.ServerConfig;
import org.kagiban.store.StoreLocation;

/** Who else on this machine may read or change the server's files. */
final class FileCheck {
  private static final Set<PosixFilePermission> OTHERS =
      EnumSet.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);
  private static final Set<PosixFilePermission> OTHERS_WRITE =
      EnumSet.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

  private final ServerConfig config;
  private final Findings found;

  FileCheck(ServerConfig config, Findings found) {
    this.config = config;
    this.found = found;
  }

  void run() {
    for (HsmSection hsm : config.hsm().all()) {
      if (hsm.pin() instanceof PinSource.File pin) {
        secret("the PIN file", pin.path(), true);
      }
    }
    secret("the server's private key", config.server().key(), true);
    database();
    unchanged("the server's certificate", config.server().certificate());
    unchanged("the clients' authorities", config.server().clientCa());
    unchanged("the log's folder", config.audit().folder());
    unchanged("the spool", config.custody().spool());
  }

  private void database() {
    Path file = config.store().sqlite();
    if (file != null) {
      secret("the database", file, false);
      secret("the database's WAL", file.resolveSibling(file.getFileName() + "-wal"), false);
    } else if (config.store().location() instanceof StoreLocation.Postgres postgres
        && postgres.passwordFile() != null) {
      secret("the database's password file", postgres.passwordFile(), true);
    }
  }

  /**
   * @param needed whether it must be there; the server makes the others
   */
  private void secret(String what, Path file, boolean needed) {
    if (!Files.exists(file)) {
      if (needed) {
        found.fail(
            what + " " + file + " is not there", "put it there, mode 0600, or correct the path");
      }
      return;
    }
    if (!Files.isReadable(file)) {
      found.fail(
          what + " " + file + " cannot be read by " + System.getProperty("user.name"),
          "run this as the server's user, or give the file to that user");
      return;
    }
    judge(what, file, OTHERS, "others may read it", "chmod 600 ");
  }

  private void unchanged(String what, Path file) {
    if (Files.exists(file)) {
      judge(what, file, OTHERS_WRITE, "others may change it", "chmod go-w ");
    }
  }

  private void judge(
      String what, Path file, Set<PosixFilePermission> wrong, String why, String remedy) {
    try {
      Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
      Set<PosixFilePermission> bad = EnumSet.copyOf(wrong);
      bad.retainAll(mode);
      String text = what + " " + file + " has mode " + PosixFilePermissions.toString(mode);
      found.expect(bad.isEmpty(), text, text + ": " + why, remedy + file);
    } catch (IOException | UnsupportedOperationException e) {
      found.warn("the mode of " + file + " cannot be told: " + e, "look at it by hand");
    }
  }
}
