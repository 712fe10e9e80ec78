"""Background work: what owners see of it."""

import logging
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from core.jobs import JobNotFound, JobQueue, Jobs, JobStatus, QueueFull, WorkerStopped
from core.jobs.local import LEFT_BEHIND_S
from tests.support.job_tasks import TooOdd

TASKS = "tests.support.job_tasks:"
PATIENCE_S = 30


def wait_until(true: Callable[[], bool], seconds: float = PATIENCE_S) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.01)


def wait_for_end(jobs: JobQueue, job: str, owner: str = "ada") -> JobStatus:
    wait_until(lambda: jobs.status(job, owner).state not in ("queued", "running"))
    return jobs.status(job, owner)


def wait_until_running(jobs: JobQueue, job: str, owner: str = "ada") -> None:
    wait_until(lambda: jobs.status(job, owner).step != "")


@pytest.fixture(scope="module")
def pool(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Jobs]:
    """Two warm workers that the tests of this module share."""
    jobs = Jobs(tmp_path_factory.mktemp("jobs"), 2, threads=1, allowed=("tests.support.",))
    yield jobs
    jobs.close()


@pytest.fixture
def single(tmp_path: Path) -> Iterator[Jobs]:
    jobs = Jobs(tmp_path / "jobs", 1, allowed=("tests.support.",), waiting=2, kept_s=0.2)
    yield jobs
    jobs.close()


def test_a_task_runs_to_its_end(pool: Jobs, tmp_path: Path) -> None:
    path = tmp_path / "runs"
    job = pool.submit(TASKS + "append", "a", {"path": str(path)}, owner="ada")
    assert wait_for_end(pool, job) == JobStatus("done", share=1.0)
    assert path.read_text() == "run\n"


def test_progress_names_the_steps_in_order(pool: Jobs) -> None:
    job = pool.submit(TASKS + "steps", "steps", {"steps": ["Reading", "Fitting"]}, owner="ada")
    steps: list[str] = []
    while (status := pool.status(job, "ada")).state in ("queued", "running"):
        if status.step and status.step not in steps:
            assert status.share == 0.5
            steps.append(status.step)
        time.sleep(0.01)
    assert steps == ["Reading", "Fitting"]


def test_progress_is_throttled(pool: Jobs) -> None:
    job = pool.submit(TASKS + "flood", "flood", {"times": 300_000}, owner="ada")
    shares: set[float] = set()
    started = time.monotonic()
    while (status := pool.status(job, "ada")).state in ("queued", "running"):
        shares.add(status.share)
    assert len(shares) <= 3 + (time.monotonic() - started) / 0.1


def test_an_error_of_the_user_is_told_in_its_words(pool: Jobs) -> None:
    job = pool.submit(TASKS + "odd", "odd", {"number": 3}, owner="ada")
    assert wait_for_end(pool, job) == JobStatus("failed", message=str(TooOdd(number=3)))


def test_a_bug_gives_an_id_and_no_data_in_the_log(pool: Jobs, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        job = pool.submit(TASKS + "bug", "bug", {"secret": "Ms Lovelace"}, owner="ada")
        message = wait_for_end(pool, job).message
    name = message.removeprefix("Something went wrong (error id ").removesuffix(").")
    assert len(name) == 6 and name in caplog.text
    assert "RuntimeError" in caplog.text and "ValueError" in caplog.text and "in bug" in caplog.text
    assert "Lovelace" not in caplog.text


def test_a_lack_of_memory_that_python_notices_is_told(pool: Jobs) -> None:
    job = pool.submit(TASKS + "hungry", "hungry", {}, owner="ada")
    assert wait_for_end(pool, job) == JobStatus("failed", message=str(WorkerStopped()), repeatable=True)


def test_a_process_that_leaves_by_itself_is_a_bug(pool: Jobs) -> None:
    job = pool.submit(TASKS + "leave", "leave", {}, owner="ada")
    assert "error id" in wait_for_end(pool, job).message


def test_a_task_that_prints_disturbs_nothing(pool: Jobs) -> None:
    job = pool.submit(TASKS + "chatter", "chatter", {}, owner="ada")
    assert wait_for_end(pool, job).state == "done"


@pytest.mark.parametrize(
    "task", ["os:system", "core.jobs.worker:serve", "tests.support.job_tasks", "x"]
)
def test_tasks_outside_the_allowed_packages_are_refused(pool: Jobs, task: str) -> None:
    with pytest.raises(ValueError, match="not an allowed task"):
        pool.submit(task, "k", {}, owner="ada")


def test_parameters_must_be_json(pool: Jobs) -> None:
    with pytest.raises(TypeError):
        pool.submit(TASKS + "append", "k", {"path": Path("x")}, owner="ada")


def test_two_owners_are_joined_and_compute_once(pool: Jobs, tmp_path: Path) -> None:
    params = {"runs": str(tmp_path / "runs"), "gate": str(tmp_path / "gate")}
    first = pool.submit(TASKS + "wait_for", str(tmp_path), params, owner="ada")
    wait_until_running(pool, first)
    second = pool.submit(TASKS + "wait_for", str(tmp_path), params, owner="bob")
    assert first != second
    wait_until(lambda: pool.status(second, "bob").step == "Waiting")
    (tmp_path / "gate").touch()
    assert wait_for_end(pool, first).state == wait_for_end(pool, second, "bob").state == "done"
    assert (tmp_path / "runs").read_text() == "run\n"


def test_an_owner_sees_and_cancels_only_the_own_job(pool: Jobs, tmp_path: Path) -> None:
    params = {"runs": str(tmp_path / "runs"), "gate": str(tmp_path / "gate")}
    job = pool.submit(TASKS + "wait_for", str(tmp_path), params, owner="ada")
    for ask in (pool.status, pool.cancel):
        with pytest.raises(JobNotFound):
            ask(job, "bob")
        with pytest.raises(JobNotFound):
            ask("0" * 32, "ada")
    (tmp_path / "gate").touch()
    assert wait_for_end(pool, job).state == "done"


def test_work_goes_on_while_somebody_waits_for_it(pool: Jobs, tmp_path: Path) -> None:
    params = {"runs": str(tmp_path / "runs"), "gate": str(tmp_path / "gate")}
    first = pool.submit(TASKS + "wait_for", str(tmp_path), params, owner="ada")
    second = pool.submit(TASKS + "wait_for", str(tmp_path), params, owner="bob")
    wait_until_running(pool, first)
    pool.cancel(first, "ada")
    assert pool.status(first, "ada").state == "cancelled"
    assert pool.status(second, "bob").state == "running"
    (tmp_path / "gate").touch()
    assert wait_for_end(pool, second, "bob").state == "done"
    assert pool.status(first, "ada").state == "cancelled"


def test_the_newest_of_a_lane_wins(pool: Jobs, tmp_path: Path) -> None:
    def ask(key: str, owner: str, lane: str) -> str:
        (tmp_path / key).mkdir(exist_ok=True)
        params = {"runs": str(tmp_path / key / "runs"), "gate": str(tmp_path / "gate")}
        return pool.submit(TASKS + "wait_for", f"{tmp_path}{key}", params, owner=owner, lane=lane)

    old, other_owner = ask("k2", "ada", "slider"), ask("k9", "bob", "slider")
    wait_until_running(pool, old)
    wait_until_running(pool, other_owner, "bob")
    new, other_lane = ask("k3", "ada", "slider"), ask("k9", "ada", "reading")
    assert pool.status(old, "ada") == JobStatus("queued")
    (tmp_path / "gate").touch()
    assert wait_for_end(pool, new).state == wait_for_end(pool, other_lane).state == "done"
    assert wait_for_end(pool, other_owner, "bob").state == "done"


def ask_to_wait(pool: Jobs, root: Path, key: str, owner: str = "ada", lane: str = "slider") -> str:
    """A job that waits for the file "gate" and counts its runs in a file of its key's name."""
    params = {"runs": str(root / key), "gate": str(root / "gate")}
    return pool.submit(TASKS + "wait_for", f"{root}{key}", params, owner=owner, lane=lane)


def test_a_superseded_job_stops_and_is_no_failure(pool: Jobs, tmp_path: Path) -> None:
    first = ask_to_wait(pool, tmp_path, "1")
    wait_until_running(pool, first)
    second = ask_to_wait(pool, tmp_path, "2")
    by_hand = ask_to_wait(pool, tmp_path, "3", lane="other")
    pool.cancel(by_hand, "ada")
    assert pool.status(first, "ada") == JobStatus("queued")
    wait_until_running(pool, second)
    pool.leave("ada", "slider")
    assert pool.status(second, "ada") == JobStatus("queued")
    assert pool.status(by_hand, "ada") == JobStatus("cancelled")
    time.sleep(LEFT_BEHIND_S + 0.2)
    assert pool.status(by_hand, "ada") == JobStatus("cancelled")
    pool.cancel(first, "ada")
    pool.cancel(second, "ada")
    assert {pool.status(job, "ada").state for job in (first, second)} == {"cancelled"}
    assert (tmp_path / "1").read_text() == (tmp_path / "2").read_text() == "run\n"


def test_whoever_follows_a_superseded_job_gets_its_end(pool: Jobs, tmp_path: Path) -> None:
    first = ask_to_wait(pool, tmp_path, "1")
    wait_until_running(pool, first)
    newer = ask_to_wait(pool, tmp_path, "2")
    wait_until(lambda: all(pool.status(job, "ada").step == "Waiting" for job in (first, newer)))
    (tmp_path / "gate").touch()
    ends = [wait_for_end(pool, job) for job in (first, newer)]
    assert ends == [JobStatus("done", share=1.0)] * 2
    assert (tmp_path / "1").read_text() == "run\nrun\n"


def test_a_superseded_job_that_is_followed_joins_a_newer_one_of_the_same(
    pool: Jobs, tmp_path: Path
) -> None:
    first = ask_to_wait(pool, tmp_path, "1")
    wait_until_running(pool, first)
    pool.leave("ada", "slider")
    again = ask_to_wait(pool, tmp_path, "1")
    wait_until_running(pool, again)
    wait_until(lambda: pool.status(first, "ada").step == "Waiting")
    (tmp_path / "gate").touch()
    assert wait_for_end(pool, first).state == wait_for_end(pool, again).state == "done"
    assert (tmp_path / "1").read_text() == "run\nrun\n"


def test_work_that_another_waits_for_goes_on_when_it_is_superseded(pool: Jobs, tmp_path: Path) -> None:
    first, shared = (ask_to_wait(pool, tmp_path, "1", owner) for owner in ("ada", "bob"))
    wait_until_running(pool, first)
    pool.leave("ada", "slider")
    assert pool.status(shared, "bob").state == "running"
    (tmp_path / "gate").touch()
    assert wait_for_end(pool, shared, "bob").state == "done"
    assert (tmp_path / "1").read_text() == "run\n"


def test_a_superseded_job_waits_for_room_in_a_full_queue(tmp_path: Path) -> None:
    jobs = Jobs(tmp_path / "jobs", 1, allowed=("tests.support.",), waiting=2)
    first = ask_to_wait(jobs, tmp_path, "1")
    wait_until_running(jobs, first)
    jobs.leave("ada", "slider")
    others = [ask_to_wait(jobs, tmp_path, key, lane="") for key in "23"]
    time.sleep(LEFT_BEHIND_S + 0.2)
    assert jobs.status(first, "ada").state == "queued"
    (tmp_path / "gate").touch()
    assert [wait_for_end(jobs, job).state for job in (*others, first)] == ["done"] * 3
    jobs.close()


def test_asking_again_in_a_lane_is_the_same_job(pool: Jobs, tmp_path: Path) -> None:
    first = ask_to_wait(pool, tmp_path, "1")
    wait_until_running(pool, first)
    assert ask_to_wait(pool, tmp_path, "1") == first
    assert ask_to_wait(pool, tmp_path, "1", lane="other") != first
    (tmp_path / "gate").touch()
    assert wait_for_end(pool, first).state == "done"
    assert (tmp_path / "1").read_text() == "run\n"


def test_the_queue_is_bounded(single: Jobs, tmp_path: Path) -> None:
    params = {"runs": str(tmp_path / "runs"), "gate": str(tmp_path / "gate")}
    jobs = [single.submit(TASKS + "wait_for", "0", params, owner="ada")]
    wait_until_running(single, jobs[0])
    jobs += [single.submit(TASKS + "wait_for", str(n), params, owner="ada") for n in (1, 2)]
    with pytest.raises(QueueFull):
        single.submit(TASKS + "wait_for", "3", params, owner="ada")
    single.cancel(jobs[1], "ada")
    jobs.append(single.submit(TASKS + "wait_for", "3", params, owner="ada"))
    (tmp_path / "gate").touch()
    assert [wait_for_end(single, job).state for job in jobs] == ["done", "cancelled", "done", "done"]


def test_ended_jobs_are_forgotten(single: Jobs, tmp_path: Path) -> None:
    def ask() -> str:
        return single.submit(TASKS + "append", "a", {"path": str(tmp_path / "runs")}, owner="ada")

    old = ask()
    wait_for_end(single, old)
    time.sleep(0.3)
    wait_for_end(single, ask())
    with pytest.raises(JobNotFound):
        single.status(old, "ada")


def test_long_tasks_leave_a_worker_to_the_others(tmp_path: Path) -> None:
    long = TASKS + "wait_for"
    jobs = Jobs(tmp_path / "jobs", 2, allowed=("tests.support.",), long=(long,))
    gate = tmp_path / "gate"
    given = {"gate": str(gate), "runs": str(tmp_path / "runs")}
    first, second = (jobs.submit(long, owner, given, owner=owner) for owner in ("ada", "bo"))
    wait_until_running(jobs, first)
    short = jobs.submit(TASKS + "append", "a", {"path": str(tmp_path / "short")}, owner="cy")
    assert wait_for_end(jobs, short, "cy").state == "done"
    assert jobs.status(second, "bo").state == "queued"
    gate.touch()
    assert wait_for_end(jobs, first).state == wait_for_end(jobs, second, "bo").state == "done"
    jobs.close()
