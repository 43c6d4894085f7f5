"""``python -m mailwatch``."""


def main() -> int:
    """Run the command line and return its exit code."""
    from mailwatch.cli.app import run  # noqa: PLC0415 - nothing is imported before it is needed

    return run()


if __name__ == "__main__":
    raise SystemExit(main())
