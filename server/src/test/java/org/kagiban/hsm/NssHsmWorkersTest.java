package org.kagiban.hsm;

@OnHsm(HsmKind.NSS)
class NssHsmWorkersTest extends HsmWorkersTest {}
