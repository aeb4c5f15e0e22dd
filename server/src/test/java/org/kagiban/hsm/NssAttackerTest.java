package org.kagiban.hsm;

@OnHsm(HsmKind.NSS)
class NssAttackerTest extends AttackerTest {}
