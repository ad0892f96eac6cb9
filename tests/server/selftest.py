# SPDX-License-Identifier: MIT
"""Holds a running fake exchange to the documents: selftest.py READY.

READY is what main.py says where it listens; its clock stands at 2026-10-01
12:00:30.  Prints 0 or 1 and a title for each test.
"""
import unittest

# They take what is asked for from sys.argv[1].
from test_agreement import *    # noqa
from test_archive import *      # noqa
from test_faults import *       # noqa
from test_rest import *         # noqa


class Told(unittest.TextTestResult):
    def say(self, code, test):
        name = test.id().partition(".")[2].replace(".test_", ": ")
        print(code, name.replace("_", " "), flush=True)

    def addSuccess(self, test):
        super().addSuccess(test)
        self.say(0, test)

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self.say(1, test)

    def addError(self, test, err):
        super().addError(test, err)
        self.say(1, test)


if __name__ == "__main__":
    unittest.main(argv=["selftest.py"], testRunner=unittest.TextTestRunner(
        resultclass=Told, verbosity=0))
