package org.kagiban.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.kagiban.custody.pskc.PskcException;
import org.kagiban.custody.pskc.SealReport;
import org.kagiban.custody.pskc.SeedSealer;
import org.kagiban.custody.pskc.VendorKey;
import org.kagiban.demo.DevCaller;
import org.kagiban.token.OtpType;
import org.kagiban.v1.GetImportKeyRequest;

/** A vendor's plaintext PSKC file of tokens whose seeds the test knows. */
public final class VendorFile {
  private final List<String> packages = new ArrayList<>();

  public VendorFile add(KnownToken token) {
    boolean hotp = token.profile().type() == OtpType.HOTP;
    String moving =
        hotp
            ? "<Counter><PlainValue>0</PlainValue></Counter>"
            : "<TimeInterval><PlainValue>%d</PlainValue></TimeInterval>"
                .formatted(token.profile().periodSeconds());
    packages.add(
        """
        <KeyPackage><DeviceInfo><Manufacturer>Test</Manufacturer><SerialNo>%s</SerialNo></DeviceInfo>
        <Key Id="%s" Algorithm="urn:ietf:params:xml:ns:keyprov:pskc:%s">
        <AlgorithmParameters>%s<ResponseFormat Length="%d" Encoding="DECIMAL"/></AlgorithmParameters>
        <Data><Secret><PlainValue>%s</PlainValue></Secret>%s</Data></Key></KeyPackage>
        """
            .formatted(
                token.id(),
                token.id(),
                hotp ? "hotp" : "totp",
                "<Suite>Hmac" + token.profile().algorithm() + "</Suite>",
                token.profile().digits(),
                Base64.getEncoder().encodeToString(token.seed()),
                moving));
    return this;
  }

  String text() {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        + "<KeyContainer Version=\"1.0\" xmlns=\"urn:ietf:params:xml:ns:keyprov:pskc\">\n"
        + String.join("", packages)
        + "</KeyContainer>\n";
  }

  /** Seals it for the server's HSM. */
  Path seal(LiveServer server, String name)
      throws IOException, GeneralSecurityException, PskcException {
    Path sealed = server.folder().resolve(name);
    seal(server, new ByteArrayInputStream(text().getBytes(UTF_8)), VendorKey.none(), sealed);
    return sealed;
  }

  /** Seals any vendor's file for the server's HSM. */
  static void seal(LiveServer server, InputStream file, VendorKey key, Path sealed)
      throws IOException, GeneralSecurityException, PskcException {
    byte[] importKey =
        server
            .connect(DevCaller.CUSTODIAN_1)
            .seeds()
            .getImportKey(GetImportKeyRequest.getDefaultInstance())
            .getPublicKey()
            .toByteArray();
    SeedSealer sealer =
        new SeedSealer(
            KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(importKey)), false);
    List<String> refusals = new ArrayList<>();
    SealReport report = sealer.seal(file, key, sealed, refusal -> refusals.add(refusal.message()));
    if (report.sealed() == 0) {
      throw new IllegalStateException(report + ": " + refusals);
    }
  }

  /** Seals it, and two custodians load it. */
  public void load(LiveServer server, String name)
      throws IOException, GeneralSecurityException, PskcException {
    CommandResult proposed = load(server, seal(server, name));
    if (proposed.exitCode() != 0) {
      throw new IllegalStateException(proposed.toString());
    }
  }

  /**
   * Uploads a sealed file with the {@code kagiban} command, and where a record of it is good two
   * custodians load it.
   *
   * @return what the upload said, as JSON
   */
  static CommandResult load(LiveServer server, Path sealed) throws IOException {
    Path paper = paper(sealed);
    CommandResult checked = upload(server, sealed, paper);
    if (Files.exists(paper)) {
      server.custodians().perform(Files.readString(paper));
    }
    return checked;
  }

  /** Uploads a sealed file and returns the ceremony that would load it. */
  static String check(LiveServer server, Path sealed) throws IOException {
    Path paper = paper(sealed);
    CommandResult checked = upload(server, sealed, paper);
    if (checked.exitCode() != 0) {
      throw new IllegalStateException(checked.toString());
    }
    return Files.readString(paper);
  }

  private static Path paper(Path sealed) {
    return sealed.resolveSibling(sealed.getFileName() + ".ceremony.yaml");
  }

  private static CommandResult upload(LiveServer server, Path sealed, Path paper)
      throws IOException {
    Files.deleteIfExists(paper);
    return CommandResult.ofKagiban(
        "seeds",
        "propose",
        "--json",
        "--no-propose",
        "--connect",
        server.connectFile(DevCaller.CUSTODIAN_1).toString(),
        "--institution",
        LiveServer.INSTITUTION,
        sealed.toString());
  }
}
