"""The folder of a worker's own."""

from service.serving import _scratch


def test_a_start_removes_the_folders_of_the_dead_and_no_others(tmp_path):
    scratch = tmp_path / "scratch"
    for name in ("worker-dead/job-1", ".gone-1/job-2"):
        (scratch / name).mkdir(parents=True)
    (scratch / "worker-dead.lock").touch()
    (scratch / "worker-none.lock").touch()
    (scratch / "verifying").mkdir()
    with _scratch(tmp_path) as one, _scratch(tmp_path) as other:
        left = {path.name for path in scratch.iterdir()}
        assert left == {
            "verifying",
            *(f"{each.name}{kind}" for each in (one, other) for kind in ("", ".lock")),
        }
    assert [path.name for path in scratch.iterdir()] == ["verifying"]


def test_what_a_worker_has_in_hand_stays_when_it_ends(tmp_path):
    with _scratch(tmp_path) as own:
        (tmp_path / own / "job-1").mkdir()
    assert (tmp_path / own / "job-1").is_dir()
    with _scratch(tmp_path):
        assert not (tmp_path / own).exists()
