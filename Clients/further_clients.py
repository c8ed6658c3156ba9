"""Runs the tests of clients that are slow or that pip does not install, and prints what became of each as a table."""

import signal
import sys

import pytest


class Table:
    """Notes of tests: client, version, test and result. Tests name their client by `record_property`."""

    def __init__(self):
        self.rows = []
        # By node id: those of which there is no result yet.
        self.left = []
        self.begun = None

    def pytest_collection_finish(self, session):
        self.left = [item.nodeid for item in session.items]

    def pytest_runtest_logstart(self, nodeid):
        self.begun = nodeid

    def pytest_runtest_logreport(self, report):
        if report.when != "call" and report.outcome == "passed":
            return
        if report.nodeid in self.left:
            self.left.remove(report.nodeid)
        self.add(report.nodeid, self.result(report), dict(report.user_properties))

    def add(self, nodeid, result, properties):
        module, _, test = nodeid.partition("::")
        client = properties.get("client", module.removeprefix("test_").removesuffix(".py").title())
        test = test.removeprefix("test_").replace("_", " ")
        self.rows.append((client, properties.get("version", "-"), test, result))

    def finish(self):
        """Takes in what was not come to, so that no client is missing from the table."""
        for nodeid in self.left:
            self.add(nodeid, "not ended in time" if nodeid == self.begun else "not begun in time", {})

    @staticmethod
    def result(report):
        if report.outcome == "skipped":
            return f"skipped: {report.longrepr[2].removeprefix('Skipped: ')}"
        return report.outcome

    def lines(self):
        head = ("client", "version", "test", "result")
        widths = [max(len(row[column]) for row in [head, *self.rows]) for column in range(len(head))]
        for row in (head, tuple("-" * width for width in widths), *self.rows):
            yield "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"


def main(arguments):
    table = Table()
    # What `timeout` sends: as an interruption it ends the run, and the table comes all the same.
    signal.signal(signal.SIGTERM, signal.getsignal(signal.SIGINT))
    status = pytest.main(["-q", "-p", "no:cacheprovider", "-m", "further_clients", *arguments], plugins=[table])
    table.finish()
    print("\n" + "\n".join(table.lines()))
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
