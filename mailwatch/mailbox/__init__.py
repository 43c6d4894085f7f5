"""The only users of imapclient: sessions, special-use mailboxes, IDLE; and the mailboxes in memory and on disk."""
