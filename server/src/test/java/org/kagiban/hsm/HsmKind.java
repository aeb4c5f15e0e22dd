package org.kagiban.hsm;

import java.nio.file.Path;
import org.kagiban.yaml.ConfigException;

/** The kinds of HSM that the tests run on, each with its provider file. */
public enum HsmKind {
  SOFTHSM("softhsm.yaml"),
  NSS("nss.yaml");

  private final String file;

  HsmKind(String file) {
    this.file = file;
  }

  /** The provider file. */
  public Path file() {
    return Path.of("..", "hsm-config", file).toAbsolutePath().normalize();
  }

  public Provider provider() {
    try {
      return Provider.read(file());
    } catch (ConfigException e) {
      throw new IllegalStateException(e);
    }
  }

  /** An empty partition. */
  public TestHsm create() {
    return switch (this) {
      case SOFTHSM -> SoftHsm.create();
      case NSS -> NssDatabase.create();
    };
  }

  /** A partition with Kagiban's keys in it. */
  public TestHsm initialised() {
    TestHsm hsm = create();
    try (Partition partition = hsm.open()) {
      PartitionKeys.create(partition);
    }
    return hsm;
  }
}
