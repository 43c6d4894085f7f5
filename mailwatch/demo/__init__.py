"""The whole story on an embedded IMAP server (extra mailwatch[demo])."""
