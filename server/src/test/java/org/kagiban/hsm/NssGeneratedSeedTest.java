package org.kagiban.hsm;

@OnHsm(HsmKind.NSS)
class NssGeneratedSeedTest extends GeneratedSeedTest {}
