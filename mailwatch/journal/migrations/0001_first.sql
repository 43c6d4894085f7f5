-- Instants are microseconds since 1970 in UTC. Hashes are 64-bit, keyed, signed (journal/hashing.py).

CREATE TABLE meta (
  name TEXT PRIMARY KEY,
  value BLOB
) WITHOUT ROWID;

CREATE TABLE account (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  state TEXT
);

-- What happened: append-only. The payload is the whole fact; the columns beside it are for finding it.
CREATE TABLE fact (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account INTEGER NOT NULL REFERENCES account,
  at INTEGER NOT NULL,
  kind TEXT NOT NULL,
  message TEXT,
  payload TEXT NOT NULL,
  policy TEXT NOT NULL,
  recorded INTEGER NOT NULL
);
CREATE INDEX fact_by_kind ON fact (account, kind, at);

-- A conversation exists as soon as a fact names it; it is a remembered quote once sent_at is known.
CREATE TABLE conversation (
  id INTEGER PRIMARY KEY,
  account INTEGER NOT NULL REFERENCES account,
  quote TEXT NOT NULL,
  sent_at INTEGER,
  UNIQUE (account, quote)
);
CREATE INDEX conversation_by_age ON conversation (account, sent_at);

-- The only table with addresses besides the payloads.
CREATE TABLE contact (
  id INTEGER PRIMARY KEY,
  account INTEGER NOT NULL REFERENCES account,
  address TEXT NOT NULL,
  UNIQUE (account, address)
);

CREATE TABLE fact_conversation (
  conversation INTEGER NOT NULL REFERENCES conversation,
  fact INTEGER NOT NULL REFERENCES fact,
  PRIMARY KEY (conversation, fact)
) WITHOUT ROWID;
CREATE INDEX fact_conversation_by_fact ON fact_conversation (fact);

CREATE TABLE fact_contact (
  contact INTEGER NOT NULL REFERENCES contact,
  fact INTEGER NOT NULL REFERENCES fact,
  PRIMARY KEY (contact, fact)
) WITHOUT ROWID;
CREATE INDEX fact_contact_by_fact ON fact_contact (fact);

-- Derived: when a conversation must next be folded (at: 0 at once, NULL not before a new fact), under which policy, and
-- the latest fact that asked for it. May be emptied at any moment; decides nothing.
CREATE TABLE look (
  conversation INTEGER PRIMARY KEY REFERENCES conversation,
  account INTEGER NOT NULL,
  at INTEGER,
  policy TEXT NOT NULL,
  fact INTEGER NOT NULL
);
CREATE INDEX look_when ON look (account, policy, at);

-- Derived from facts, so that each cycle asks a table of the size of what is open, not of what ever happened.
CREATE TABLE live_draft (
  account INTEGER NOT NULL,
  message TEXT NOT NULL,
  conversation INTEGER NOT NULL REFERENCES conversation,
  PRIMARY KEY (account, message)
) WITHOUT ROWID;

CREATE TABLE open_question (
  account INTEGER NOT NULL,
  message TEXT NOT NULL,
  fact INTEGER NOT NULL REFERENCES fact,
  PRIMARY KEY (account, message)
) WITHOUT ROWID;

CREATE TABLE owed (
  fact INTEGER PRIMARY KEY REFERENCES fact,
  account INTEGER NOT NULL,
  sender INTEGER NOT NULL,
  at INTEGER NOT NULL
);

CREATE TABLE cursor (
  account INTEGER NOT NULL REFERENCES account,
  mailbox TEXT NOT NULL,
  uidvalidity INTEGER NOT NULL,
  uidnext INTEGER NOT NULL,
  messages INTEGER NOT NULL,
  PRIMARY KEY (account, mailbox)
) WITHOUT ROWID;

-- The message index: hashes only, about 25 octets a message.
CREATE TABLE mailbox (
  id INTEGER PRIMARY KEY,
  account INTEGER NOT NULL REFERENCES account,
  name TEXT NOT NULL,
  uidvalidity INTEGER NOT NULL,
  role TEXT NOT NULL,
  UNIQUE (account, name, uidvalidity)
);

CREATE TABLE seen (
  message INTEGER NOT NULL,
  mailbox INTEGER NOT NULL REFERENCES mailbox,
  uid INTEGER NOT NULL,
  noticed INTEGER NOT NULL, -- seconds since 1970
  PRIMARY KEY (message, mailbox, uid)
) WITHOUT ROWID;

-- The owner's latest mail to each person.
CREATE TABLE sent_to (
  person INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  mailbox INTEGER NOT NULL REFERENCES mailbox,
  uid INTEGER NOT NULL
);

-- How many human messages came in, by month (year * 12 + month) and by sender: the base rates of matching.
CREATE TABLE inbound (
  account INTEGER NOT NULL,
  month INTEGER NOT NULL,
  messages INTEGER NOT NULL,
  PRIMARY KEY (account, month)
) WITHOUT ROWID;

CREATE TABLE inbound_from (
  person INTEGER PRIMARY KEY,
  messages INTEGER NOT NULL
);

-- What is remembered of each quote for late replies.
CREATE TABLE key (
  hash INTEGER NOT NULL,
  conversation INTEGER NOT NULL REFERENCES conversation,
  PRIMARY KEY (hash, conversation)
) WITHOUT ROWID;
CREATE INDEX key_by_conversation ON key (conversation);

-- Who, or which mail, is never to be learned again from mail dated before an instant.
CREATE TABLE forgotten (
  hash INTEGER PRIMARY KEY,
  at INTEGER NOT NULL
);
