"""The figures on the page are those of the last run."""

from benchmarks.table import END, PAGE, START, table


def test_the_table_is_the_last_line_of_the_history():
    page = PAGE.read_text(encoding="utf-8")
    assert page.partition(START)[2].partition(END)[0] == table()
