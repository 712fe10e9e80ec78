"""The parts that all sessions share."""

import os
from pathlib import Path

from core.model import ignore_progress
from core.session.services import Services
from core.session.tasks import ServerLimits, make_sample_dataset
from tests.core.jobs.test_jobs import wait_until
from tests.core.store.conftest import rows

LONG_AGO = 1e9


def test_what_is_too_old_goes_at_the_start_without_any_request(tmp_path: Path) -> None:
    limits = ServerLimits(tmp_path, workers=0)
    common = {"session": "ada", "bounds": limits.to_json()}
    make_sample_dataset({**common, "kind": "wholesale", "seed": 0, "digest": "0" * 64}, ignore_progress)
    (described,) = (tmp_path / "cache" / "entries").iterdir()
    (meta,) = tmp_path.glob("workspaces/*/*.json")
    os.utime(meta, (LONG_AGO, LONG_AGO))
    with rows(tmp_path) as table:
        table.execute("UPDATE Cache SET expire_time = ?", (LONG_AGO,))
    services = Services(limits)
    wait_until(lambda: not meta.exists() and not described.exists())
    assert not list(tmp_path.glob("workspaces/*/*.parquet"))
    services.close()
