"""Runs in a tool's environment: worker.py FILE… runs the files as one script and then calls its functions.

A pair of a name and arguments comes in by standard input, pickled; the answer goes out by standard output: a list that
is empty but for its value, or the exceptions that ended the call, the outermost first.
"""

import os
import pickle
import sys


def exceptions(error):
    """(class, text) of an exception and of what it came from."""
    while error is not None:
        yield type(error).__name__, str(error)
        error = error.__cause__ or error.__context__


def answer(functions, name, arguments, options):
    try:
        value = functions[name](*arguments, **options)
        # Classes of the tool's packages are not known where the answer goes.
        return [], bytes(value) if isinstance(value, bytes) else value
    except Exception as error:
        return list(exceptions(error)), None


def main(paths):
    # What a library prints is not to be taken for an answer.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    functions = {}
    for path in paths:
        with open(path, encoding="utf-8") as file:
            exec(compile(file.read(), path, "exec"), functions)
    while True:
        try:
            call = pickle.load(sys.stdin.buffer)
        except EOFError:
            return
        pickle.dump(answer(functions, *call), answers)
        answers.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
