package org.kagiban.campaign;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The system's clock and an offset that another process can change. Thread-safe. */
final class ShiftedClock extends Clock {
  private final MappedByteBuffer offset;

  private ShiftedClock(MappedByteBuffer offset) {
    this.offset = offset;
  }

  /** Shares the offset with all who open the file. */
  static ShiftedClock open(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return new ShiftedClock(channel.map(FileChannel.MapMode.READ_WRITE, 0, Long.BYTES));
    }
  }

  long offsetMillis() {
    return offset.getLong(0);
  }

  void setOffsetMillis(long millis) {
    offset.putLong(0, millis);
  }

  @Override
  public Instant instant() {
    return Instant.now().plusMillis(offsetMillis());
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
