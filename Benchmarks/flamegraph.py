"""Draws where a process spends its time: perf script -i FILE | Benchmarks/flamegraph.py > docs/flamegraph.svg

Each box is a function, as wide as its share of the samples, on top of the one that called it. Names come demangled, as
`swift demangle` gives them; what takes under a thousandth is left out.
"""

import html
import re
import subprocess
import sys

WIDTH, ROW, SHARE_MIN = 1200, 17, 0.001


def stacks(lines):
    """Lists of functions, outermost first, one for each sample."""
    frames = []
    for line in lines:
        frame = re.match(r"\s+[0-9a-f]+ (.*?)(?:\+0x[0-9a-f]+)? \((.*)\)$", line.rstrip())
        if frame:
            name, file = frame.groups()
            frames.append(name if name != "[unknown]" else "[" + file.rsplit("/", 1)[-1] + "]")
        elif not line.strip() and frames:
            yield list(reversed(frames))
            frames = []
    if frames:
        yield list(reversed(frames))


class Box:
    def __init__(self):
        self.samples, self.above = 0, {}

    def add(self, stack):
        box = self
        box.samples += 1
        for name in stack:
            box = box.above.setdefault(name, Box())
            box.samples += 1

    def height(self, least):
        tall = [box.height(least) for box in self.above.values() if box.samples >= least]
        return 1 + max(tall, default=0)


def demangled(name):
    """Short: without argument labels' types, and as one name for the pieces of an asynchronous function."""
    name = re.sub(r"^(\(\d+\) )?(await resume partial function for|suspend resume partial function for|"
                  r"partial apply for|specialized|generic specialization <.*?> of) ", "", name)  # fmt: skip
    return re.sub(r"@.*$", "", name)


def draw(root):
    least = root.samples * SHARE_MIN
    height = (root.height(least) + 1) * ROW
    yield f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="monospace" font-size="11">'
    boxes = [(root, "all", 0, 0)]
    while boxes:
        box, name, left, depth = boxes.pop()
        width = WIDTH * box.samples / root.samples
        x, y = WIDTH * left / root.samples, height - (depth + 1) * ROW
        shown = name[: int((width - 4) / 6.7)] if width > 24 else ""
        hue = 10 + sum(name.encode()) % 45
        yield (
            f'<g><title>{html.escape(name)}: {box.samples / root.samples:.1%}</title>'
            f'<rect x="{x:.1f}" y="{y}" width="{width:.1f}" height="{ROW - 1}" fill="hsl({hue},75%,70%)"/>'
            f'<text x="{x + 2:.1f}" y="{y + 12}">{html.escape(shown)}</text></g>'
        )
        for above, its in sorted(box.above.items()):
            if its.samples >= least:
                boxes.append((its, above, left, depth + 1))
            left += its.samples
    yield "</svg>"


def main():
    found = list(stacks(sys.stdin))
    names = sorted({name for stack in found for name in stack})
    plain = subprocess.run(
        ["swift", "demangle", "--simplified", "--compact"], input="\n".join(names), capture_output=True, text=True, check=True
    ).stdout.splitlines()  # fmt: skip
    table = {name: demangled(text) for name, text in zip(names, plain)}
    root = Box()
    for stack in found:
        short = [table[name] for name in stack]
        # One box for a function and its pieces.
        root.add([name for index, name in enumerate(short) if index == 0 or name != short[index - 1]])
    print("\n".join(draw(root)))


main()
