"""The bucket in a folder, and what may be a key."""

import tempfile

import pytest
from results import TASK

from service.settings import Settings
from service.storage.bucket import BadBucket, BucketDown, bucket_of
from service.storage.naming import BadKey, content_type, kind_of, parts_of

KEY = f"{TASK}/animation.mp4"


@pytest.fixture
def bucket(tmp_path):
    return bucket_of(Settings(data=tmp_path))


@pytest.fixture
def video(tmp_path):
    path = tmp_path / "made.mp4"
    path.write_bytes(bytes(range(256)) * 4000)
    return path


def put(bucket, video, key=KEY):
    bucket.put(key, video, "video/mp4")


def test_what_was_put_is_there(bucket, video):
    put(bucket, video)
    content = video.read_bytes()
    head = bucket.head(KEY)
    assert head.size == len(content)
    assert b"".join(bucket.read(KEY, 0, head.size)) == content
    assert b"".join(bucket.read(KEY, 300_000, 300_010)) == content[300_000:300_010]
    assert [(each.key, each.size) for each in bucket.list()] == [(KEY, len(content))]


def test_a_long_one_comes_in_pieces_of_one_version(bucket, video):
    long = bytes(range(256)) * 10_000
    video.write_bytes(long)
    put(bucket, video)
    assert b"".join(bucket.read(KEY, 10, len(long) - 10)) == long[10:-10]
    pieces = bucket.read(KEY, 0, len(long))
    next(pieces)
    video.unlink()
    video.write_bytes(long[::-1])
    put(bucket, video)
    with pytest.raises(BucketDown):
        next(pieces)


def test_putting_again_replaces_and_leaves_no_trace(bucket, video, tmp_path):
    put(bucket, video)
    video.unlink()
    video.write_bytes(b"another")
    put(bucket, video)
    put(bucket, video)  # the same file
    assert b"".join(bucket.read(KEY, 0, 7)) == b"another"
    assert [path.name for path in (tmp_path / "bucket" / TASK).iterdir()] == ["animation.mp4"]
    assert not list(tmp_path.glob(".*"))


def test_a_link_costs_no_copy(bucket, video, tmp_path):
    put(bucket, video)
    assert (tmp_path / "bucket" / KEY).samefile(video)


def test_another_disk_gets_a_copy(tmp_path, video):
    with tempfile.TemporaryDirectory(dir="/dev/shm") as elsewhere:
        (tmp_path / "bucket").symlink_to(elsewhere)
        bucket = bucket_of(Settings(data=tmp_path))
        put(bucket, video)
        assert not (tmp_path / "bucket" / KEY).samefile(video)
        assert b"".join(bucket.read(KEY, 0, 1_024_000)) == video.read_bytes()
        assert [path.name for path in (tmp_path / "bucket" / TASK).iterdir()] == ["animation.mp4"]


def test_deleting_what_is_not_there_is_no_error(bucket, video):
    other = f"{TASK}/poster.png"
    put(bucket, video)
    bucket.delete([other, KEY, f"{'c' * 32}/scene.py"])
    bucket.delete([KEY])
    bucket.delete([])
    assert bucket.head(KEY) is None
    assert list(bucket.list()) == []


def test_what_is_not_there(bucket):
    assert bucket.head(KEY) is None
    with pytest.raises(FileNotFoundError):
        bucket.read(KEY, 0, 1)


def test_a_task_alone_is_listed(bucket, video):
    put(bucket, video)
    put(bucket, video, f"{'b' * 32}/animation.mp4")
    assert [each.key for each in bucket.list(TASK)] == [KEY]


def test_what_is_not_ours_is_not_listed(bucket, video, tmp_path):
    put(bucket, video)
    (tmp_path / "bucket" / "somebody's.txt").write_text("hands off")
    assert [each.key for each in bucket.list()] == [KEY]


@pytest.mark.parametrize(
    "key",
    [
        "",
        "/",
        "animation.mp4",
        f"{TASK}/",
        f"{TASK}/../{TASK}/animation.mp4",
        f"{TASK}/../../etc/passwd",
        f"{TASK}//animation.mp4",
        f"/{KEY}",
        f"{KEY}\n",
        f"{TASK}/animation.mp4\x00",
        f"{TASK}/animation_mp4",
        f"{TASK}/Animation.mp4",
        f"{TASK}/finding-.jpg",
        f"{TASK}/finding-٣٣.jpg",
        f"{TASK}/other.py",
        f"{TASK.upper()}/animation.mp4",
        f"{TASK}a/animation.mp4",
        f"{TASK[1:]}/animation.mp4",
        f"{TASK[1:]}g/animation.mp4",
        f"{'١' * 32}/animation.mp4",
        f"{TASK}/scene.py/more",
    ],
)
def test_no_other_key_gets_anywhere(bucket, video, key):
    for ask in (
        lambda: bucket.put(key, video, "video/mp4"),
        lambda: bucket.head(key),
        lambda: bucket.read(key, 0, 1),
        lambda: bucket.delete([key]),
        lambda: parts_of(key),
    ):
        with pytest.raises(BadKey):
            ask()


@pytest.mark.parametrize(
    ("name", "kind", "media_type"),
    [
        ("animation.mp4", "video", "video/mp4"),
        ("poster.png", "poster", "image/png"),
        ("finding-07.jpg", "still", "image/jpeg"),
        ("finding-123.jpg", "still", "image/jpeg"),
        ("scene.py", "code", "text/x-python; charset=utf-8"),
        ("report.json", "report", "application/json"),
    ],
)
def test_names(name, kind, media_type):
    assert (kind_of(name), content_type(name)) == (kind, media_type)


def test_a_bucket_that_cannot_be_written_is_down(bucket, video, tmp_path):
    (tmp_path / "bucket").rmdir()
    (tmp_path / "bucket").write_text("no folder")
    with pytest.raises(BucketDown) as caught:
        put(bucket, video)
    assert "ROTATOR_BUCKET_URL" in caught.value.remedy


@pytest.mark.parametrize(
    "url",
    [
        "http://x/y",
        "s3://",
        "results",
        "s3:///x",
        "file:///etc",
        "s3://a b/",
        "s3://user:word@results",
        "s3://results/a b",
    ],
)
def test_an_address_that_names_no_bucket(tmp_path, url):
    with pytest.raises(BadBucket):
        bucket_of(Settings(data=tmp_path, bucket_url=url))


@pytest.mark.parametrize("endpoint", ["127.0.0.1:9000", "ftp://x", "http://", "results"])
def test_an_endpoint_that_is_none(tmp_path, endpoint):
    keys = {"bucket_access_key": "one", "bucket_secret_key": "two"}
    with pytest.raises(BadBucket):
        bucket_of(Settings(data=tmp_path, bucket_url="s3://results", bucket_endpoint=endpoint, **keys))


def test_a_folder_that_cannot_be_made(tmp_path):
    (tmp_path / "bucket").write_text("in the way")
    with pytest.raises(BadBucket):
        bucket_of(Settings(data=tmp_path))


def test_one_key_without_the_other(tmp_path):
    with pytest.raises(BadBucket):
        bucket_of(Settings(data=tmp_path, bucket_url="s3://results", bucket_access_key="one"))
