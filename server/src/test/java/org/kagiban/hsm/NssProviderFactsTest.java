package org.kagiban.hsm;

@OnHsm(HsmKind.NSS)
class NssProviderFactsTest extends ProviderFactsTest {
  NssProviderFactsTest(HsmKind kind) {
    super(kind);
  }
}
