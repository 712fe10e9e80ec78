"""Databases that run SQL on a table of transactions: SQLite, DuckDB, and a PostgreSQL server of the system."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl
import pytest

Ids = list[set[str]]  # what each statement gives
Database = Callable[[Sequence[str], pl.DataFrame], Ids]

TYPES = {
    pl.Int64: "BIGINT",
    pl.Float64: "DOUBLE PRECISION",
    pl.String: "TEXT",
    pl.Datetime: "TIMESTAMP",
}
NEXT = "next statement"


def as_key(value: Any) -> str:
    """An id as text; with empty cells beside them, numbers come as fractions."""
    return str(int(value)) if isinstance(value, float) else str(value)


def run_sqlite(statements: Sequence[str], table: pl.DataFrame) -> Ids:
    with sqlite3.connect(":memory:") as base:
        table.to_pandas().to_sql("transactions", base, index=False)
        return [{as_key(row[0]) for row in base.execute(statement)} for statement in statements]


def run_duckdb(statements: Sequence[str], table: pl.DataFrame) -> Ids:
    duckdb = pytest.importorskip("duckdb")
    with duckdb.connect() as base:
        base.register("transactions", table.to_pandas())
        return [{as_key(row[0]) for row in base.execute(text).fetchall()} for text in statements]


@contextmanager
def postgres() -> Iterator[Database]:
    """A PostgreSQL server as long as the block; skips the test where the system has none."""
    on_path = Path(shutil.which("initdb") or "").resolve().parent
    folders = [*sorted(Path("/usr/lib/postgresql").glob("*/bin")), on_path]
    programs = next((folder for folder in folders if (folder / "initdb").exists()), None)
    if programs is None:
        pytest.skip("There is no PostgreSQL server here: apt-get install postgresql")
    with TemporaryDirectory(prefix="pg-", ignore_cleanup_errors=True) as name:
        # The server refuses to run as root.
        user = {"user": "postgres"} if os.geteuid() == 0 else {}
        if user:
            shutil.chown(name, "postgres")
        run = {"check": True, "stdout": subprocess.DEVNULL, "cwd": name, **user}
        data, options = f"{name}/data", f"-F -c listen_addresses= -c unix_socket_directories={name}"
        begin = ["initdb", "-D", data, "-U", "tessera", "-A", "trust", "--no-sync", "--encoding=UTF8"]
        subprocess.run([programs / begin[0], *begin[1:]], **run)  # type: ignore[call-overload]
        control = [programs / "pg_ctl", "-D", data, "-w", "-l", f"{name}/log"]
        subprocess.run([*control, "-o", options, "start"], **run)  # type: ignore[call-overload]
        try:
            yield lambda statements, table: _run_psql(programs, Path(name), statements, table)
        finally:
            with suppress(subprocess.CalledProcessError):
                subprocess.run([*control, "-m", "immediate", "stop"], **run)  # type: ignore[call-overload]


def _run_psql(programs: Path, server: Path, statements: Sequence[str], table: pl.DataFrame) -> Ids:
    columns = [
        (name.replace('"', '""'), TYPES[kind.base_type()]) for name, kind in table.schema.items()
    ]
    listed = ", ".join(f'"{name}" {kind}' for name, kind in columns)
    with TemporaryDirectory() as folder:
        lines = f"{folder}/lines.csv"
        table.write_csv(lines)
        script = [
            "DROP TABLE IF EXISTS transactions;",
            f"CREATE TABLE transactions ({listed});",
            f"\\copy transactions FROM '{lines}' CSV HEADER",
            *(f"\\echo {NEXT}\n{statement};" for statement in statements),
        ]
        command = [
            programs / "psql",
            "-h",
            server,
            "-U",
            "tessera",
            "-Atqv",
            "ON_ERROR_STOP=1",
            "postgres",
        ]
        done = subprocess.run(
            command, input="\n".join(script), capture_output=True, text=True, check=False
        )
    assert done.returncode == 0, done.stderr
    return [set(part.splitlines()) - {""} for part in done.stdout.split(NEXT)[1:]]
