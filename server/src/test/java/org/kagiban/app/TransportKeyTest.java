package org.kagiban.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.demo.DevCaller;
import org.kagiban.v1.CustodyKey;
import org.kagiban.v1.ListKeysRequest;

/** A vendor's key whose components two people type. */
class TransportKeyTest {
  private static final String LABEL = "kagiban-vendor-acme";
  private static final int BITS = 256;

  @TempDir private Path folder;

  private final Component aikos = Component.random(BITS);
  private final Component bens = Component.random(BITS);

  @Test
  void components_typedByTwoPeople_becomeTheVendorsKey() throws Exception {
    String kcv = aikos.xor(bens).kcv();
    try (LiveServer server = LiveServer.start(folder)) {
      CommandResult done = type(server, kcv, true);

      assertThat(done.exitCode()).as(done.output()).isZero();
      assertThat(done.output())
          .contains("KCV " + aikos.kcv(), "KCV " + bens.kcv(), "The key:\n  KCV " + kcv)
          .doesNotContain(aikos.hex(), bens.hex());
      assertThat(server.connect(DevCaller.CUSTODIAN_1).ceremonies().listKeys(all()).getKeysList())
          .filteredOn(CustodyKey::getLabel, LABEL)
          .singleElement()
          .satisfies(
              key -> {
                assertThat(HexFormat.of().formatHex(key.getKcv().toByteArray())).isEqualTo(kcv);
                assertThat(key.getKcvMethod()).contains("AES-CMAC");
                assertThat(key.getState()).isEqualTo("ACTIVE");
              });
    }
  }

  @Test
  void components_ofAnotherCheckValueThanTheVendors_areNotSent() throws Exception {
    String vendors = Component.random(BITS).kcv();
    try (LiveServer server = LiveServer.start(folder)) {
      CommandResult refused = type(server, vendors, false);

      assertThat(refused.exitCode()).as(refused.output()).isEqualTo(2);
      assertThat(refused.output())
          .contains("check value is " + aikos.xor(bens).kcv())
          .contains("the vendor's by the ceremony's file " + vendors)
          .contains("nothing was sent");
      assertThat(server.connect(DevCaller.CUSTODIAN_1).ceremonies().listKeys(all()).getKeysList())
          .extracting(CustodyKey::getLabel)
          .doesNotContain(LABEL);
    }
  }

  private CommandResult type(LiveServer server, String kcv, boolean fits) throws Exception {
    String id = server.custodians().agree(file(kcv)).toString();
    String connect = server.connectFile(DevCaller.CUSTODIAN_1).toString();
    try (TypedCommand command = server.type("ceremony", "run", id, "--connect", connect)) {
      command
          .answer("Component 1 of 2, Aiko Tanaka: ", aikos.hex())
          .answer("Component 2 of 2, Ben Mori: ", bens.hex());
      if (fits) {
        command.answer("Type yes, or anything else to end: ", "yes");
      }
      return command.end();
    }
  }

  private static ListKeysRequest all() {
    return ListKeysRequest.getDefaultInstance();
  }

  private static String file(String kcv) {
    return """
        ceremony: transport-key
        title: Transport key of the vendor Acme
        partition: %s
        key:
          label: %s
          bits: %d
          kcv: "%s"
        custodians: [Aiko Tanaka, Ben Mori]
        """
        .formatted(LiveServer.PARTITION, LABEL, BITS, kcv);
  }
}
