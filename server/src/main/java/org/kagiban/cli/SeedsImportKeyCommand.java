package org.kagiban.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.kagiban.v1.GetImportKeyRequest;
import org.kagiban.v1.GetImportKeyResponse;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code kagiban seeds import-key}. */
@Command(
    name = "import-key",
    description = {
      "Fetch the public half of the HSM's import key, for 'kagiban seeds seal'.",
      "Compare the fingerprint with the one from the key ceremony before you seal."
    },
    mixinStandardHelpOptions = true)
final class SeedsImportKeyCommand extends ClientCommand {
  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Write the key there as PEM; the file must not exist.")
  private @Nullable Path out;

  @Override
  int run(Session session, Output output) {
    GetImportKeyResponse response =
        session.seeds().getImportKey(GetImportKeyRequest.getDefaultInstance());
    byte[] key = ImportKey.checked(response);
    if (out != null) {
      PublicKeyFile.write(out, key);
    }
    output.answer(response, () -> text(key));
    return Exit.OK;
  }

  private String text(byte[] key) {
    String fingerprint = "SHA-256  " + PublicKeyFile.fingerprint(key);
    return out == null
        ? PublicKeyFile.pem(key) + fingerprint
        : "written to %s%n%s".formatted(out, fingerprint);
  }
}
