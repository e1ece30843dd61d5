/** The rows of a conversation lie together, so that a page of its history asks for a few pages of the file. */
export const READ_MARKS = `
  CREATE TABLE reads (
    conversation TEXT    NOT NULL,
    seq          INTEGER NOT NULL,
    reader       TEXT    NOT NULL,
    at           INTEGER NOT NULL,
    PRIMARY KEY (conversation, seq)
  ) STRICT, WITHOUT ROWID;
`;
