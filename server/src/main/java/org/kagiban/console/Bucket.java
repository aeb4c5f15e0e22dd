package org.kagiban.console;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** Verifications of one span of time, counted. Written by one thread under its owner's lock. */
final class Bucket {
  /** Names that are told apart; those beyond are counted together. */
  static final int MOST_NAMES = 64;

  static final String OTHERS = "(others)";

  private final Map<String, Long> verdicts = new TreeMap<>();
  private final Map<String, Long> failures = new TreeMap<>();
  private final Latency latency = new Latency();

  void add(String verdict, String institution, long hsmMicros) {
    count(verdicts, verdict, 1);
    if (!verdict.equals("ACCEPTED")) {
      count(failures, institution, 1);
    }
    if (hsmMicros >= 0) {
      latency.add(hsmMicros);
    }
  }

  void add(Bucket other) {
    other.verdicts.forEach((name, n) -> count(verdicts, name, n));
    other.failures.forEach((name, n) -> count(failures, name, n));
    latency.add(other.latency);
  }

  private static void count(Map<String, Long> counts, String name, long n) {
    boolean known = counts.containsKey(name) || counts.size() < MOST_NAMES;
    counts.merge(known ? name : OTHERS, n, Long::sum);
  }

  /** How often each verdict was given. */
  Map<String, Long> verdicts() {
    return verdicts;
  }

  /** Verdicts other than ACCEPTED, by institution. */
  Map<String, Long> failures() {
    return failures;
  }

  Latency latency() {
    return latency;
  }

  void write(DataOutputStream out) throws IOException {
    write(out, verdicts);
    write(out, failures);
    latency.write(out);
  }

  private static void write(DataOutputStream out, Map<String, Long> counts) throws IOException {
    out.writeByte(counts.size());
    for (Map.Entry<String, Long> count : counts.entrySet()) {
      out.writeUTF(count.getKey());
      out.writeLong(count.getValue());
    }
  }

  static Bucket read(DataInputStream in) throws IOException {
    Bucket bucket = new Bucket();
    read(in, bucket.verdicts);
    read(in, bucket.failures);
    bucket.latency.read(in);
    return bucket;
  }

  private static void read(DataInputStream in, Map<String, Long> counts) throws IOException {
    for (int left = in.readUnsignedByte(); left > 0; left--) {
      counts.put(in.readUTF(), in.readLong());
    }
  }
}
