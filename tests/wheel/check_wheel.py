"""Run by tools/test-wheel inside an environment that has only the wheel: python check_wheel.py SOURCE DIST."""

import subprocess
import sys
import tarfile
import zipfile
from importlib.resources import files
from pathlib import Path


def main(source: Path, dist: Path) -> None:
    import mailwatch

    assert not Path(mailwatch.__file__).resolve().is_relative_to(source.resolve()), mailwatch.__file__

    shipped = {path.relative_to(source / "templates").as_posix() for path in (source / "templates").rglob("*") if path.is_file()}
    installed = Path(str(files("mailwatch") / "templates"))
    assert shipped == {path.relative_to(installed).as_posix() for path in installed.rglob("*") if path.is_file()}
    assert shipped

    (wheel,) = dist.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert not [name for name in names if name.startswith(("tests/", "benchmarks/"))], names
    (sdist,) = dist.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        packed = archive.getnames()
    assert any("/templates/" in name for name in packed)

    from mailwatch.drafting.lint import lint_folder

    assert lint_folder(installed) == ()

    done = subprocess.run([sys.executable, "-m", "mailwatch", "--help"], capture_output=True, text=True, check=True)
    assert "mailwatch" in done.stdout
    print(f"the wheel works away from its source, with {len(shipped)} template files")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
