-- Where the chain of events of each key stands. What each column means: org/kagiban/store/README.md.

-- A token's stands in its own row, which a verification writes anyway.
ALTER TABLE token ADD COLUMN chain_length INTEGER NOT NULL DEFAULT 0
  CONSTRAINT chain_length_positive CHECK (chain_length >= 0);

ALTER TABLE token ADD COLUMN chain_head BLOB
  CONSTRAINT chain_head_fits_length CHECK (
    (chain_head IS NULL) = (chain_length = 0)
    AND (chain_head IS NULL OR length(chain_head) = 32));

-- Those of the other keys, by label.
CREATE TABLE key_chain (
  label  TEXT    NOT NULL PRIMARY KEY,
  length INTEGER NOT NULL,
  head   BLOB    NOT NULL,

  CONSTRAINT length_positive CHECK (length > 0),
  CONSTRAINT head_size CHECK (length(head) = 32)
) STRICT, WITHOUT ROWID;
