"""What a request costs in instructions and allocations, without a clock: Benchmarks/instructions.py HOTPATH [--record]

Runs Benchmarks/HotPath under valgrind's callgrind, and compares with the figures in Benchmarks/instructions.json. Fails if
an operation takes over 5 % more of either. With --record the figures are written there instead.

What the libraries for cryptography do inside is left out: it depends on what the processor has for it.
"""

import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

OPERATIONS = ["GenerateDataKey", "Encrypt", "Decrypt", "Sign"]
REQUESTS = 300
ALLOWED = 1.05
FIGURES = pathlib.Path(__file__).with_name("instructions.json")
LEFT_OUT_FILES = re.compile(r"/lib(crypto|sodium)\.so")
LEFT_OUT_FUNCTIONS = re.compile(r"CCryptoBoringSSL|^sha256_block|^sha256_final")


def counted(profile):
    """Instructions and calls of malloc in a callgrind file, of all that is not left out."""
    names, current, instructions, allocations = {}, {}, 0, 0
    lines = iter(profile.read_text().splitlines())
    for line in lines:
        position = re.match(r"(ob|fn|cob|cfn)=\((\d+)\)(?: (.*))?$", line)
        if position:
            kind, number, name = position.groups()
            space = kind[-2:]
            if name is not None:
                names[space, number] = name
            current[kind] = names[space, number]
        elif line.startswith("calls="):
            if current["cfn"] == "malloc":
                allocations += int(line[len("calls=") :].split()[0])
            # What the callee took is its own.
            next(lines)
            current["cob"] = None
        elif re.match(r"[\d+*-]", line) and "fn" in current:
            left_out = LEFT_OUT_FILES.search(current["ob"]) or LEFT_OUT_FUNCTIONS.search(current["fn"])
            if not left_out:
                instructions += int(line.split()[1])
    return {"instructions": round(instructions / REQUESTS), "allocations": round(allocations / REQUESTS)}


def measure(program, operation, place):
    profile = place / f"{operation}.callgrind"
    # Hashing is seeded anew in each process otherwise.
    environment = dict(os.environ, SWIFT_DETERMINISTIC_HASHING="1")
    command = [
        "valgrind", "--tool=callgrind", "--toggle-collect=*HotPath*7counted*", f"--callgrind-out-file={profile}",
        program, operation, str(REQUESTS), place / f"{operation}.trail",
    ]  # fmt: skip
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=600)
    if done.returncode != 0:
        sys.exit(f"{operation}: {done.stdout}{done.stderr[-2000:]}")
    return counted(profile)


def main():
    program, is_recording = sys.argv[1], "--record" in sys.argv[2:]
    known = {} if is_recording else json.loads(FIGURES.read_text())
    figures, failed = {}, False
    print(f"{'a request':<18}{'instructions':>14}{'known':>10}{'':>8}{'allocations':>14}{'known':>8}")
    with tempfile.TemporaryDirectory() as directory:
        place = pathlib.Path(directory)
        stripped = place / "HotPath"
        # valgrind can't read all of Swift's debugging information.
        subprocess.run(["strip", "-g", "-o", stripped, program], check=True)
        for operation in OPERATIONS:
            now = figures[operation] = measure(stripped, operation, place)
            before = known.get(operation, now)
            change = now["instructions"] / before["instructions"] - 1
            print(
                f"{operation:<18}{now['instructions']:>14}{before['instructions']:>10}{change:>+8.1%}"
                f"{now['allocations']:>14}{before['allocations']:>8}"
            )
            failed |= any(now[what] > before[what] * ALLOWED for what in now)
    if is_recording:
        FIGURES.write_text(json.dumps(figures, indent=2) + "\n")
    elif failed:
        sys.exit("A hot operation takes over 5 % more than before. If it must, record the new figures: --record.")


main()
