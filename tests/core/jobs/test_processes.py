"""Background work: what happens to the processes."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psutil
import pytest

from core.jobs import Jobs, JobStatus, WorkerStopped
from core.jobs.process import Worker
from core.jobs.work import Work
from tests.core.jobs.test_jobs import TASKS, wait_for_end, wait_until

REPO = Path(__file__).resolve().parents[3]

SERVER = """
import sys, time
from pathlib import Path
from core.jobs import Jobs

root = Path(sys.argv[1])
with (root / "imported").open("a") as sink:
    sink.write(__name__ + "\\n")
jobs = Jobs(root / "jobs", 1, allowed=("tests.support.",))
job = jobs.submit("tests.support.job_tasks:beat", "k", {"path": str(root / "beat")}, owner="ada")
while sys.argv[2] == "stay" or not (root / "beat").exists():
    time.sleep(0.01)
"""


@pytest.fixture
def _less_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.jobs.process.STOPS_WITHIN_S", 0.5)


@pytest.fixture
def jobs(tmp_path: Path) -> Iterator[Jobs]:
    made = Jobs(tmp_path / "jobs", 2, threads=1, allowed=("tests.support.",))
    yield made
    made.close()


def start_beating(jobs: Jobs, path: Path) -> tuple[str, int]:
    """A job that writes its heartbeat to `path`, and the id of the process that it runs in."""
    job = jobs.submit(TASKS + "beat", str(path), {"path": str(path)}, owner="ada")
    wait_until(path.exists)
    return job, int(path.with_suffix(".pid").read_text())


def is_alive(process: int) -> bool:
    try:
        return psutil.Process(process).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def kill_process(process: int) -> None:
    os.kill(process, signal.SIGKILL)
    wait_until(lambda: not is_alive(process))


def test_a_killed_worker_is_told_within_a_second_and_replaced(jobs: Jobs, tmp_path: Path) -> None:
    hit, process = start_beating(jobs, tmp_path / "hit")
    other, _ = start_beating(jobs, tmp_path / "other")
    kill_process(process)
    wait_until(lambda: jobs.status(hit, "ada").state == "failed", 1.0)
    stopped = JobStatus("failed", message=str(WorkerStopped()), repeatable=True)
    assert jobs.status(hit, "ada") == stopped
    assert jobs.status(other, "ada").state == "running"
    _, replacement = start_beating(jobs, tmp_path / "next")
    assert replacement != process


def test_a_worker_killed_while_idle_costs_no_job(jobs: Jobs, tmp_path: Path) -> None:
    def tell(name: str) -> int:
        path = tmp_path / name
        job = jobs.submit(TASKS + "tell", name, {"path": str(path)}, owner="ada")
        assert wait_for_end(jobs, job).state == "done"
        return int(path.read_text().splitlines()[5])

    for process in {tell("1"), tell("2"), tell("3"), tell("4")}:
        kill_process(process)
    assert tell("5") and tell("6") and tell("7")


def test_cancelled_between_two_steps_the_worker_stays_warm(tmp_path: Path) -> None:
    jobs = Jobs(tmp_path / "jobs", 1, allowed=("tests.",))
    workers = set()
    for name in ("one", "two", "three"):
        path = tmp_path / name
        job = jobs.submit(TASKS + "stroll", name, {"path": str(path)}, owner="ada")
        wait_until(lambda path=path: path.exists() and path.read_text().endswith("\n"))
        workers.add(path.read_text())
        jobs.cancel(job, "ada")
    jobs.close()
    assert len(workers) == 1


@pytest.mark.usefixtures("_less_patience")
def test_cancel_really_stops_the_work(jobs: Jobs, tmp_path: Path) -> None:
    beat = tmp_path / "beat"
    job, process = start_beating(jobs, beat)
    jobs.cancel(job, "ada")
    assert jobs.status(job, "ada").state == "cancelled"
    wait_until(lambda: not is_alive(process), 2.0)
    last = beat.read_text()
    time.sleep(0.2)
    assert beat.read_text() == last
    assert jobs.status(job, "ada").state == "cancelled"


@pytest.mark.parametrize("task", ["beat", "stroll"])
def test_a_cancel_just_before_the_run_stops_the_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, task: str
) -> None:
    jobs, cancelled, begin = (
        Jobs(tmp_path / "jobs", 1, allowed=("tests.",)),
        threading.Event(),
        Jobs._begin,
    )

    def dwell(queue: Jobs, work: Work, worker: Worker) -> Iterator[list[Any]]:
        begun = begin(queue, work, worker)
        cancelled.wait()
        return begun

    monkeypatch.setattr(Jobs, "_begin", dwell)
    job = jobs.submit(TASKS + task, "k", {"path": str(tmp_path / "beat")}, owner="ada")
    wait_until(lambda: jobs.status(job, "ada").state == "running")
    jobs.cancel(job, "ada")
    cancelled.set()
    following = jobs.submit(TASKS + "append", "a", {"path": str(tmp_path / "runs")}, owner="ada")
    wait_until(lambda: jobs.status(following, "ada").state == "done", 10.0)
    jobs.close()


@pytest.mark.usefixtures("_less_patience")
def test_the_last_waiting_owner_decides(jobs: Jobs, tmp_path: Path) -> None:
    first, process = start_beating(jobs, tmp_path / "beat")
    params = {"path": str(tmp_path / "beat")}
    second = jobs.submit(TASKS + "beat", str(tmp_path / "beat"), params, owner="bob")
    jobs.cancel(first, "ada")
    assert is_alive(process)
    jobs.cancel(second, "bob")
    wait_until(lambda: not is_alive(process), 2.0)


@pytest.mark.usefixtures("_less_patience")
def test_cancel_ends_what_the_task_started(jobs: Jobs, tmp_path: Path) -> None:
    path = tmp_path / "child"
    job = jobs.submit(TASKS + "start_child", "c", {"path": str(path)}, owner="ada")
    wait_until((tmp_path / "child.beat").exists)
    child = int(path.read_text())
    jobs.cancel(job, "ada")
    wait_until(lambda: not is_alive(child), 2.0)


def test_workers_wait_passively_with_capped_threads(tmp_path: Path) -> None:
    jobs = Jobs(tmp_path / "jobs", 1, threads=3, allowed=("tests.support.",))
    before = os.environ.get("OMP_NUM_THREADS")
    job = jobs.submit(TASKS + "tell", "t", {"path": str(tmp_path / "seen")}, owner="ada")
    wait_for_end(jobs, job)
    policy, omp, numba, scratch, main, *_ = (tmp_path / "seen").read_text().splitlines()
    assert (policy, omp, numba, main) == ("passive", "3", "3", "no file")
    assert os.environ.get("OMP_NUM_THREADS") == before
    assert Path(scratch).parent == tmp_path / "jobs" and Path(scratch).is_dir()
    jobs.close()
    assert not Path(scratch).exists()


def test_close_ends_all_processes_and_cancels_their_jobs(tmp_path: Path) -> None:
    jobs = Jobs(tmp_path / "jobs", 1, allowed=("tests.support.",))
    job, process = start_beating(jobs, tmp_path / "beat")
    queued = jobs.submit(TASKS + "beat", "q", {"path": str(tmp_path / "q")}, owner="ada")
    jobs.close()
    assert not is_alive(process)
    assert {jobs.status(j, "ada").state for j in (job, queued)} == {"cancelled"}
    with pytest.raises(RuntimeError):
        jobs.submit(TASKS + "beat", "k", {}, owner="ada")


@pytest.mark.parametrize(("warm", "warmed"), [("warm", "True"), ("die", "False"), ("bug", "False")])
def test_a_new_worker_warms_up_and_survives_when_it_cannot(
    tmp_path: Path, warm: str, warmed: str
) -> None:
    jobs = Jobs(tmp_path / "jobs", 1, warm=(TASKS + warm,), allowed=("tests.support.",))
    job = jobs.submit(TASKS + "tell_warm", "t", {"path": str(tmp_path / "seen")}, owner="ada")
    assert wait_for_end(jobs, job).state == "done"
    assert (tmp_path / "seen").read_text() == warmed
    jobs.close()


def test_an_idle_worker_goes_on_to_warm_up_and_then_does_what_can_wait(tmp_path: Path) -> None:
    runs = tmp_path / "runs"
    jobs = Jobs(
        tmp_path / "jobs",
        1,
        warm=(TASKS + "warm", TASKS + "warm_more"),
        spare=[(TASKS + "append", {"path": str(runs)})],
        allowed=("tests.support.",),
    )
    wait_until(runs.exists)
    job = jobs.submit(TASKS + "tell_warm", "t", {"path": str(tmp_path / "seen")}, owner="ada")
    assert wait_for_end(jobs, job).state == "done"
    assert (tmp_path / "seen").read_text() == "more"
    assert jobs.count_ready() == 1
    jobs.close()


def test_a_job_that_waits_for_warming_says_so(tmp_path: Path) -> None:
    jobs = Jobs(tmp_path / "jobs", 1, warm=(TASKS + "warm_slowly",), allowed=("tests.support.",))
    job = jobs.submit(TASKS + "append", "a", {"path": str(tmp_path / "runs")}, owner="ada")
    wait_until(lambda: jobs.status(job, "ada") == JobStatus("queued", "Heating", 0.5))
    assert jobs.count_ready() == 0
    jobs.close()


def test_a_host_that_cannot_start_processes_fails_the_job(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    jobs = Jobs(tmp_path / "file", 1, allowed=("tests.support.",))
    job = jobs.submit(TASKS + "append", "a", {"path": str(tmp_path / "runs")}, owner="ada")
    assert "error id" in wait_for_end(jobs, job).message
    jobs.close()


def start_server(tmp_path: Path, how: str) -> "subprocess.Popen[bytes]":
    """A server without an `if __name__ == "__main__"`, as an app module is; its job is running."""
    script = tmp_path / "app.py"
    script.write_text(SERVER)
    server = subprocess.Popen(
        [sys.executable, str(script), str(tmp_path), how],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(REPO)},
    )
    wait_until((tmp_path / "beat").exists)
    return server


def test_no_worker_outlives_a_killed_server(tmp_path: Path) -> None:
    server = start_server(tmp_path, "stay")
    process = int((tmp_path / "beat.pid").read_text())
    server.kill()
    server.wait()
    wait_until(lambda: not is_alive(process), 3.0)
    wait_until(lambda: not list((tmp_path / "jobs").iterdir()), 3.0)


def test_a_server_that_ends_takes_its_workers_along(tmp_path: Path) -> None:
    server = start_server(tmp_path, "leave")
    assert server.wait(20) == 0
    assert not is_alive(int((tmp_path / "beat.pid").read_text()))
    assert not list((tmp_path / "jobs").iterdir())


def test_workers_do_not_import_the_main_module(tmp_path: Path) -> None:
    start_server(tmp_path, "leave").wait(20)
    assert (tmp_path / "imported").read_text() == "__main__\n"


def test_many_threads_ask_for_few_keys(jobs: Jobs, tmp_path: Path) -> None:
    gate = tmp_path / "gate"

    def ask(number: int) -> str:
        key = str(number % 5)
        params = {"runs": str(tmp_path / key), "gate": str(gate)}
        return jobs.submit(TASKS + "wait_for", key, params, owner=f"owner {number}")

    with ThreadPoolExecutor(20) as threads:
        jobs_asked = list(threads.map(ask, range(100)))
    for number in range(0, 100, 10):
        jobs.cancel(jobs_asked[number], f"owner {number}")
    gate.touch()
    states = [wait_for_end(jobs, job, f"owner {n}").state for n, job in enumerate(jobs_asked)]
    assert states == ["done" if number % 10 else "cancelled" for number in range(100)]
    assert all((tmp_path / str(key)).read_text() == "run\n" for key in range(5))
