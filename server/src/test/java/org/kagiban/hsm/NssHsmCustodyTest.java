package org.kagiban.hsm;

@OnHsm(HsmKind.NSS)
class NssHsmCustodyTest extends HsmCustodyTest {}
