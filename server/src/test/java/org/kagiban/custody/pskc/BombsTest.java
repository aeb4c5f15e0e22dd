package org.kagiban.custody.pskc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kagiban.custody.pskc.PskcException.Problem;

/** Files that would eat memory; too large to lie here, so each is made from its name. */
class BombsTest {
  private static final int TEN_MB = 10_000_000;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "attribute-of-10-mb-at-the-root",
        "attribute-of-10-mb-at-a-key",
        "attribute-of-10-mb-in-a-policy",
        "attributes-of-10-mb-together",
        "attribute-name-of-10-mb",
        "element-name-of-10-mb",
        "comment-of-10-mb",
        "namespace-of-10-mb",
        "elements-a-hundred-deep",
        "two-thousand-element-names",
      })
  void seal_bomb_isRefusedAsTooLarge(String name) throws Exception {
    PskcException e = catchThrowableOfType(PskcException.class, () -> seal(bomb(name)));
    assertThat(e.problem()).isEqualTo(Problem.TOO_LARGE);
    assertThat(e.getMessage()).hasSizeBetween(30, 300).doesNotContain("xxx");
  }

  /** The parser hands text over in pieces, so what nobody reads costs nothing. */
  @Test
  void seal_tenMegabytesOfTextThatNobodyReads_arePassedOver() throws Exception {
    String file = usual().replace("<Issuer>", "<Issuer>" + "x".repeat(TEN_MB));
    assertThat(Pskc.open(seal(file).file())).hasSize(1);
  }

  @Test
  void seal_tenMegabytesOfSerial_areRefusedWithTheRecordOnly() throws Exception {
    String record = usual();
    int from = record.indexOf("<KeyPackage>");
    int to = record.indexOf("</KeyContainer>");
    String good = record.substring(from, to);
    String bad = good.replace("<SerialNo>", "<SerialNo>" + "x".repeat(TEN_MB));
    Pskc.Sealed sealed = seal(record.replace(good, bad + good));
    assertThat(sealed.refusals())
        .extracting(Refusal::record, Refusal::reason)
        .containsExactly(tuple(1L, RefusalReason.VALUE_TOO_LONG));
    assertThat(sealed.report().sealed()).isEqualTo(1);
  }

  private static String bomb(String name) throws Exception {
    String tenMb = "x".repeat(TEN_MB);
    return switch (name) {
      case "attribute-of-10-mb-at-the-root" -> usual().replace("exampleID1", tenMb);
      case "attribute-of-10-mb-at-a-key" ->
          usual().replace("<Key Id=\"12345678\"", "<Key Id=\"" + tenMb + "\"");
      case "attribute-of-10-mb-in-a-policy" ->
          usual().replace("</Data>", "</Data><Policy><KeyUsage x=\"" + tenMb + "\"/></Policy>");
      case "attributes-of-10-mb-together" ->
          usual().replace("<Issuer>", "<Issuer" + attributes() + ">");
      case "attribute-name-of-10-mb" -> usual().replace("<Issuer>", "<Issuer " + tenMb + "=\"\">");
      case "element-name-of-10-mb" -> usual().replace("<Issuer>", "<" + tenMb + "/><Issuer>");
      case "comment-of-10-mb" -> usual().replace("<Issuer>", "<!--" + tenMb + "--><Issuer>");
      case "namespace-of-10-mb" ->
          usual().replace("<Issuer>", "<Issuer xmlns:x=\"urn:" + tenMb + "\">");
      case "elements-a-hundred-deep" -> usual().replace("<Issuer>", "<Issuer>" + "<a>".repeat(100));
      case "two-thousand-element-names" ->
          usual()
              .replace(
                  "<KeyPackage>",
                  IntStream.range(0, 2000)
                          .mapToObj(i -> "<a" + i + "/>")
                          .collect(Collectors.joining())
                      + "<KeyPackage>");
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static String attributes() {
    String value = "x".repeat(1000);
    return IntStream.range(0, TEN_MB / 1000)
        .mapToObj(i -> " a" + i + "=\"" + value + "\"")
        .collect(Collectors.joining());
  }

  private static String usual() throws Exception {
    String file = Pskc.text("rfc6030-figure-3");
    assertThat(List.of("exampleID1", "<KeyPackage>", "<Issuer>", "</Data>", "<SerialNo>"))
        .allSatisfy(part -> assertThat(file).contains(part));
    return file;
  }

  private static Pskc.Sealed seal(String file) throws Exception {
    return Pskc.seal(file.getBytes(StandardCharsets.UTF_8), VendorKey.none());
  }
}
