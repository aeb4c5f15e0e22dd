package org.kagiban.hsm;

@OnHsm(HsmKind.NSS)
class NssLostHsmTest extends LostHsmTest {
  NssLostHsmTest(HsmKind kind) {
    super(kind);
  }
}
