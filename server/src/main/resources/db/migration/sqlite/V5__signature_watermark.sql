-- The lowest time step of which a transaction's signature may still be accepted; never falls.
ALTER TABLE token ADD COLUMN signature_watermark INTEGER NOT NULL DEFAULT 0
  CONSTRAINT signature_watermark_positive CHECK (signature_watermark >= 0);
