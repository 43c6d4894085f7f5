import socket
import time

from mailwatch.system import run_limited, run_limited_batch
from mailwatch.system.frames import frame, frames
from tests.system.victims import refused

MEMORY = 400 << 20
VICTIMS = "tests.system.victims"


def _run(function, payload=b"x", *, memory=MEMORY, cpu_seconds=5, wall_seconds=5.0):
    return run_limited(f"{VICTIMS}:{function}", payload, memory=memory, cpu_seconds=cpu_seconds, wall_seconds=wall_seconds)


def test_a_named_function_is_applied_to_the_payload():
    assert _run("shout", b"devis") == b"DEVIS"


def test_an_empty_answer_is_not_no_answer():
    assert _run("shout", b"") == b""


def test_a_payload_that_raises_or_kills_gives_none_and_the_others_their_answer():
    results = run_limited_batch(
        f"{VICTIMS}:shout", [b"a", b"raise", b"b", b"die", b"c", b"die"], memory=MEMORY, cpu_seconds=5, wall_seconds=5.0
    )
    assert results == [b"A", None, b"B", None, b"C", None]


def test_a_sleeper_is_killed_in_time():
    started = time.monotonic()
    assert _run("sleep", wall_seconds=0.3) is None
    assert time.monotonic() - started < 5


def test_a_spinner_is_killed_by_its_cpu_limit():
    started = time.monotonic()
    assert _run("spin", cpu_seconds=1, wall_seconds=30.0) is None
    assert time.monotonic() - started < 20


def test_memory_is_bounded():
    assert _run("gorge") is None
    assert _run("gorge", memory=4 << 30) == b"536870912"


def test_no_network_no_process_no_file(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as server:
        payload = f"{server.getsockname()[1]} {tmp_path / 'out'}".encode()
        assert _run("refused", payload) == b"nothing"
    assert not (tmp_path / "out").exists()


def test_the_same_deeds_are_possible_outside(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as server:
        assert refused(f"{server.getsockname()[1]} {tmp_path / 'out'}".encode()) == b"connect run write"


def test_the_environment_stays_outside(monkeypatch):
    monkeypatch.setenv("MAILWATCH_TEST_SECRET", "canary")
    seen = _run("surroundings")
    assert seen is not None
    assert b"MAILWATCH_TEST_SECRET" not in seen
    assert b"eth" not in seen


def test_an_unknown_function_gives_none():
    assert _run("nobody") is None


def test_frames_survive_the_pipe_and_a_cut():
    contents = [b"", b"abc", None, b"\x00" * 10]
    stream = b"".join(frame(content) for content in contents)
    assert frames(stream) == contents
    assert frames(stream[:-1]) == contents[:-1]
