"""Runs the tests of clients that are slow or that pip does not install, and prints what became of each as a table."""

import sys

import pytest


class Table:
    """Notes of tests: client, version, test and result. Tests name their client by `record_property`."""

    def __init__(self):
        self.rows = []

    def pytest_runtest_logreport(self, report):
        if report.when != "call" and report.outcome == "passed":
            return
        properties = dict(report.user_properties)
        module, _, test = report.nodeid.partition("::")
        client = properties.get("client", module.removeprefix("test_").removesuffix(".py").title())
        test = test.removeprefix("test_").replace("_", " ")
        self.rows.append((client, properties.get("version", "-"), test, self.result(report)))

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
    status = pytest.main(["-q", "-p", "no:cacheprovider", "-m", "further_clients", *arguments], plugins=[table])
    print("\n" + "\n".join(table.lines()))
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
