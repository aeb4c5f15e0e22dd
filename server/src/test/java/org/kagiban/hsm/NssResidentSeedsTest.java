package org.kagiban.hsm;

@OnHsm(HsmKind.NSS)
class NssResidentSeedsTest extends ResidentSeedsTest {}
