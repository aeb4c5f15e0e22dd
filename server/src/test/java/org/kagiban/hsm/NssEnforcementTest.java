package org.kagiban.hsm;

@OnHsm(HsmKind.NSS)
class NssEnforcementTest extends EnforcementTest {}
