from tests.mailbox.conftest import dovecots, user

__all__ = ["dovecots", "user"]
