import pytest

from mailwatch.journal import SqliteJournal


@pytest.fixture(params=["memory", "file"])
def journal(request, tmp_path):
    opened = SqliteJournal(":memory:" if request.param == "memory" else tmp_path / "state" / "journal.sqlite3")
    yield opened
    opened.close()
