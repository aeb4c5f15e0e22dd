package org.kagiban.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.hsm.HsmKind;
import org.kagiban.hsm.Provider;
import org.kagiban.yaml.ConfigException;
import org.kagiban.yaml.Problems;
import org.kagiban.yaml.Section;
import org.kagiban.yaml.YamlFile;

class HsmLibraryTest {
  @TempDir private Path folder;

  private HsmLibrary read(String text) throws IOException, ConfigException {
    Path file = Files.writeString(folder.resolve("hsm.yaml"), text);
    Problems problems = new Problems("see elsewhere");
    Section section = YamlFile.read(file, problems);
    HsmLibrary library = HsmLibrary.read(section);
    problems.throwIfAny(file);
    return library;
  }

  @Test
  void read_withoutProvider_isSoftHsm() throws Exception {
    HsmLibrary library = read("partition: any");
    assertThat(library.provider()).isEqualTo(Provider.softHsm());
    assertThat(library.path()).isEqualTo(Provider.softHsm().library());
    assertThat(library.initialize()).isEmpty();
  }

  @Test
  void read_libraryElsewhere_goesBeforeTheProvidersPlaces() throws Exception {
    assertThat(read("library: lib/p11.so").path()).isEqualTo(folder.resolve("lib/p11.so"));
  }

  @Test
  void read_providerWithFolder_givesTheFolderToTheLibrary() throws Exception {
    HsmLibrary nss = read("provider: '" + HsmKind.NSS.file() + "'\nfolder: keys\n");
    assertThat(nss.provider().name()).isEqualTo("NSS");
    assertThat(nss.initialize()).contains("configdir='sql:" + folder.resolve("keys") + "'");
  }

  @Test
  void read_folderMissingOrNotWanted_isRefused() {
    String nss = "provider: '" + HsmKind.NSS.file() + "'\n";
    refused(nss, "folder: is missing");
    refused(nss + "folder: \"it's\"\n", "no folder with quotes");
    refused("folder: keys\n", "folder: is not for SoftHSM; remove it");
  }

  @Test
  void read_brokenProviderFile_tellsItsMistakes() throws IOException {
    Files.writeString(folder.resolve("my.yaml"), "provider: Mine\nlibrarys: []\n");
    refused("provider: my.yaml\n", "did you mean 'libraries'?");
    refused("provider: none.yaml\n", "there is no such file");
  }

  private void refused(String text, String message) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message);
  }
}
