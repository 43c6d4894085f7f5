import pytest

pytest.register_assert_rewrite("tests.mailbox.contract")
