package org.kagiban.custody.pskc;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.kagiban.fuzz.Finding;
import org.kagiban.fuzz.FuzzTarget;
import org.kagiban.fuzz.Tagged;

/**
 * A vendor's seed file, as the custodian's machine seals it, and a sealed one, as the server reads
 * it. The first byte says with which key. Every record that was sealed is read back.
 */
public final class SeedFileFuzz implements FuzzTarget {
  private static final String KEY = "12345678901234567890123456789012";

  @Override
  public void feed(byte[] data) throws Exception {
    Tagged tagged = Tagged.of(data);
    byte[] file = tagged.rest();
    if ((tagged.tag() & 3) == 2) {
      sealed(file);
      return;
    }
    try (VendorKey key = (tagged.tag() & 1) == 0 ? VendorKey.none() : preShared()) {
      Pskc.Sealed sealed = Pskc.seal(file, key, true);
      sealed.refusals().forEach(refusal -> Finding.unlessPlain(refusal.toString()));
      Finding.unless(
          sealed.report().records() == sealed.report().sealed() + sealed.report().refused(),
          "a record is neither sealed nor refused: " + sealed.report());
      Finding.unless(
          Pskc.open(sealed.file()).size() == sealed.report().sealed(),
          "what was sealed is not what is read");
    } catch (PskcException refused) {
      Finding.unlessPlain(String.valueOf(refused.getMessage()));
    }
  }

  private static void sealed(byte[] file) throws IOException {
    try (SealedReader reader = new SealedReader(new ByteArrayInputStream(file))) {
      while (reader.next(refusal -> Finding.unlessPlain(refusal.toString())) != null) {
        Finding.unless(reader.header().wrappedMacKey().length > 0, "a header without its key");
      }
    } catch (PskcException refused) {
      Finding.unlessPlain(String.valueOf(refused.getMessage()));
    }
  }

  private static VendorKey preShared() {
    return VendorKey.preShared(KEY.getBytes(StandardCharsets.US_ASCII));
  }

  /** The good and the broken files, small ones, with either key; and sealed ones. */
  @Override
  public List<byte[]> seeds() throws Exception {
    Path folder = Path.of(Objects.requireNonNull(Pskc.class.getResource("/pskc")).toURI());
    List<byte[]> seeds = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        byte[] bytes = Files.readAllBytes(file);
        if (bytes.length < 8192) {
          seeds.add(new Tagged(0, bytes).data());
          seeds.add(new Tagged(1, bytes).data());
        }
      }
    }
    for (String good : List.of("rfc6030-figure-10", "good-dates-and-drift")) {
      seeds.add(new Tagged(2, Pskc.seal(Pskc.file(good), VendorKey.none(), true).file()).data());
    }
    return seeds;
  }
}
