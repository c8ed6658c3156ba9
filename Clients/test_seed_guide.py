"""docs/guides/seed.md: its example is right, and its commands do what it says."""

import guides
from harness import trent

GUIDE = "seed.md"
FILES = guides.files(GUIDE)


def test_the_example_is_a_seed_file(tmp_path):
    (tmp_path / "seed.yaml").write_text(FILES["seed.yaml"], encoding="utf-8")
    assert FILES["validate.sh"] == "trent seed validate seed.yaml\n"
    finished = trent("seed", "validate", "seed.yaml", cwd=tmp_path)
    assert (finished.returncode, finished.stdout) == (0, FILES["validate.txt"]), finished


def test_its_commands_work_and_work_after_a_restart(serve, tmp_path):
    (tmp_path / "seed.yaml").write_text(FILES["seed.yaml"], encoding="utf-8")
    assert FILES["serve.sh"] == "trent serve --dev --seed seed.yaml\n"
    server = serve(None, "--dev", "--seed", tmp_path / "seed.yaml")
    said = guides.run(FILES["use.sh"], server, tmp_path)
    assert said.startswith("hello") and "assumed-role/reader/test" in said
    server.restart()
    again = "\n".join(line for line in FILES["use.sh"].splitlines() if "encrypt --key-id" not in line)
    assert guides.run(again, server, tmp_path).startswith("hello")
