"""The command line: one file per group of commands. No rule of the business lives here."""
