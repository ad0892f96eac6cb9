# SPDX-License-Identifier: MIT
"""Results of tests as a shell script reads them: 0 or 1, and a title."""
import unittest


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
