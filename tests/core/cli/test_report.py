"""`tessera report` writes what was asked for, all or none."""

from pathlib import Path

import openpyxl
import pytest

from core.cli import main
from core.data import make_sample

FEW = ("--k", "3", "--sections", "segments,appendix")


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("report") / "lines.parquet"
    make_sample("shop", 3_000, 0).write_parquet(path)
    return path


def test_formats_that_need_no_browser_are_written_without_one(
    lines: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.export.images.NAMES", ())
    out = tmp_path / "out"
    more = (*FEW, "--format", "html,xlsx", "--title", "Autumn", "--date", "2026-11-22",
            "--language", "de-DE", "--currency", "EUR", "--playbook", "retail")  # fmt: skip
    assert main(["report", str(lines), "--out", str(out), *more]) == 0
    assert {path.name for path in out.iterdir()} == {"report.html", "report.xlsx"}
    page = (out / "report.html").read_text("utf-8")
    assert "<title>Autumn</title>" in page and "22. November 2026" in page
    book = openpyxl.load_workbook(out / "report.xlsx")
    assert {"Segments", "Rules", "Actions", "Products"} <= set(book.sheetnames)
    assert book["Segments"].max_row == 4


def test_without_a_browser_pictures_are_refused_in_words(
    lines: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("core.export.images.NAMES", ())
    more = ("--k", "3", "--sections", "map", "--format", "xlsx,pdf")
    assert main(["report", str(lines), "--out", str(tmp_path / "out"), *more]) == 2
    assert "apt-get install chromium" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (("--format", "odt"), "There is no document 'odt'"),
        (("--language", "tlh"), "Numbers are not written in 'tlh'"),
        (("--currency", "CREDITS"), "'CREDITS' is not a currency"),
        (("--accent", "#ffff00"), "too pale"),
        (("--sections", "finale"), "no section 'finale'"),
        (("--logo", "/nowhere.png"), "Cannot read"),
        (("--playbook", "/nowhere.toml"), "Cannot read"),
    ],
)
def test_bad_choices_are_refused_before_anything_is_computed(
    wrong: tuple[str, str], said: str, lines: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["report", str(lines), "--out", str(tmp_path / "out"), *wrong]) == 2
    assert said in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
