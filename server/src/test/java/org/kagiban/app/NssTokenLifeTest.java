package org.kagiban.app;

import org.kagiban.hsm.HsmKind;
import org.kagiban.hsm.OnHsm;

@OnHsm(HsmKind.NSS)
class NssTokenLifeTest extends TokenLifeTest {}
