package org.kagiban.custody.pskc;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Broken characters are refused without a word on standard error; good ones of any encoding pass.
 */
final class EncodedTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "<a>\u00e9</a>",
        "\u00e9<a/>",
        "<a b='\u00e9'/>",
        "<?xml version='1.0' encoding='utf-8'?><a>\u00e9</a>",
        "<?xml version='1.0' encoding='US-ASCII'?><a>\u00e9</a>",
        "<?xml version='1.0' encoding='ASCII'?><a>\u00c3\u00a9</a>",
        "<a>\u00c0\u00af</a>",
        "<a>\u00e0\u0080\u0080</a>",
        "<a>\u00ed\u00a0\u0080</a>",
        "<a>\u00f0\u0080\u0080\u0080</a>",
        "<a>\u00f4\u0090\u0080\u0080</a>",
        "<a>\u00f5\u0080\u0080\u0080</a>",
        "<a>\u0080</a>",
        "<a>\u00e3\u0081</a>",
        "<a>\u00e3\u0081",
        "<!-- \u00e9 --><a/>",
        "\u00ff\u00fe<",
        "<?xml version='1.0' encoding='UTF-16'?><a>\u00e9</a>",
        "<?xml version='1.0' encoding='UTF-16'?><a>\u00e9\u00e9</a>",
        "<?xml version='1.0' encoding='nope'?><a>\u00e9</a>",
        "<?xml version='1.0' encoding='?'?><a>\u00e9</a>"
      })
  void brokenCharacters_areNotXml_andNothingIsPrinted(String latin) {
    PrintStream before = System.err;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setErr(new PrintStream(printed, true, UTF_8));
    try {
      assertThatThrownBy(() -> walk(new ByteArrayInputStream(latin.getBytes(ISO_8859_1))))
          .isInstanceOfSatisfying(
              PskcException.class,
              e -> assertThat(e.problem()).isEqualTo(PskcException.Problem.NOT_XML));
    } finally {
      System.setErr(before);
    }
    assertThat(printed.toString(UTF_8)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "UTF-8, <a>é鍵\uD83D\uDD11\uFFFD</a>",
    "UTF-8, <?xml version='1.0' encoding='UTF-8'?><a>é鍵\uD83D\uDD11</a>",
    "UTF-8, \uFEFF<?xml version='1.0'?><a>鍵</a>",
    "ISO-8859-1, <?xml version='1.0' encoding='ISO-8859-1'?><a>é</a>",
    "windows-1252, <?xml version=\"1.0\" encoding = \"windows-1252\"?><a>é€</a>",
    "Shift_JIS, <?xml version='1.0' encoding='Shift_JIS'?><a>鍵番</a>",
    "UTF-16, <?xml version='1.0' encoding='UTF-16'?><a>é鍵</a>",
    "UTF-16BE, \uFEFF<a>é鍵</a>",
    "UTF-16LE, \uFEFF<?xml version='1.0'?><a>é鍵</a>",
    "US-ASCII, <?xml version='1.0' encoding='US-ASCII'?><a>e</a>",
  })
  void goodCharacters_pass_howeverTheyCome(String charset, String text) throws Exception {
    byte[] bytes = text.getBytes(Charset.forName(charset));
    walk(new ByteArrayInputStream(bytes));
    walk(new OneByOne(new ByteArrayInputStream(bytes)));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void utf16_withoutAMark_passes(boolean bigEndian) throws Exception {
    String text = "<?xml version='1.0' encoding='UTF-16'?><a>鍵é</a>";
    walk(new ByteArrayInputStream(text.getBytes(bigEndian ? UTF_16BE : UTF_16LE)));
  }

  private static void walk(InputStream in) throws PskcException, IOException {
    try (XmlCursor cursor = new XmlCursor(in)) {
      cursor.finish();
    }
  }

  /** A stream that gives a byte at a time, so that characters come in pieces. */
  private static final class OneByOne extends FilterInputStream {
    OneByOne(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      return super.read(buffer, offset, Math.min(length, 1));
    }
  }
}
