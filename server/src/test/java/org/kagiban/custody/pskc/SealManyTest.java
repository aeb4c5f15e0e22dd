package org.kagiban.custody.pskc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Seals and reads many records in a small heap. {@code -Dkagiban.test.records=1000000} for a
 * million.
 */
class SealManyTest {
  private static final String RECORDS = "kagiban.test.records";

  @Test
  void sealAndRead_manyRecords_needNoMoreMemory(@TempDir Path directory) throws Exception {
    String count = System.getProperty(RECORDS, "100000");
    Path sealed = directory.resolve("sealed.xml");
    Path log = directory.resolve("log");
    Process child =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx48m",
                    "-cp",
                    System.getProperty("java.class.path"),
                    SealManyTest.class.getName(),
                    count,
                    sealed.toString()))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      assertThat(child.waitFor(10, TimeUnit.MINUTES)).isTrue();
    } finally {
      child.destroyForcibly();
    }
    assertThat(log).content().contains("sealed " + count + " read " + count + " refused 1");
    assertThat(child.exitValue()).isZero();
  }

  /** The child: arguments are the count and a file to write. */
  public static void main(String[] args) throws Exception {
    int count = Integer.parseInt(args[0]);
    Path file = Path.of(args[1]);
    PublicKey importKey = Pskc.IMPORT_KEY.getPublic();
    long start = System.nanoTime();
    SealReport report;
    try (OutputStream out = Files.newOutputStream(file)) {
      report =
          new SeedSealer(importKey, false)
              .seal(new Vendor(count), VendorKey.none(), out, refusal -> {});
    }
    long between = System.nanoTime();
    long read = 0;
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        SealedReader reader = new SealedReader(in)) {
      while (reader.next(Pskc.UNEXPECTED) != null) {
        read++;
      }
    }
    System.out.println(
        "sealed " + report.sealed() + " read " + read + " refused " + report.refused());
    System.out.println(
        "seconds: seal "
            + (between - start) / 1_000_000_000.0
            + ", read "
            + (System.nanoTime() - between) / 1_000_000_000.0);
  }

  /** A vendor's file as long as wanted, its first record bad, without ever holding it. */
  private static final class Vendor extends InputStream {
    private final int count;
    private int next = -2;
    private InputStream part = InputStream.nullInputStream();

    Vendor(int count) {
      this.count = count;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0];
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      while (true) {
        int n = part.read(buffer, offset, length);
        if (n >= 0 || next > count) {
          return n;
        }
        part = new ByteArrayInputStream(part().getBytes(StandardCharsets.UTF_8));
      }
    }

    private String part() {
      int at = ++next;
      if (at < 0) {
        return "<KeyContainer Version=\"1.0\" xmlns=\"" + Uris.PSKC + "\">\n";
      }
      return at > count ? "</KeyContainer>" : record(at);
    }

    private static String record(int at) {
      String id = String.format("VSST%08d", at);
      return "<KeyPackage><DeviceInfo><Manufacturer>Vendor</Manufacturer><SerialNo>"
          + id
          + "</SerialNo></DeviceInfo><Key Id=\""
          + id
          + "\" Algorithm=\"urn:ietf:params:xml:ns:keyprov:pskc:"
          + (at == 0 ? "ocra" : "totp")
          + "\"><AlgorithmParameters><ResponseFormat Length=\"6\" Encoding=\"DECIMAL\"/>"
          + "</AlgorithmParameters><Data><Secret><PlainValue>MTIzNDU2Nzg5MDEyMzQ1Njc4OTA="
          + "</PlainValue></Secret><TimeInterval><PlainValue>30</PlainValue></TimeInterval></Data>"
          + "<Policy><ExpiryDate>2037-12-31T00:00:00Z</ExpiryDate></Policy></Key></KeyPackage>\n";
    }
  }
}
