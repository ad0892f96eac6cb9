# SPDX-License-Identifier: MIT
"""Holds the streams of a fake exchange of its own to the documents.

Prints 0 or 1 and a title for each test.
"""
import unittest

from told import Told
from ws_test_book import *          # noqa
from ws_test_connection import *    # noqa
from ws_test_faults import *        # noqa
from ws_test_market import *        # noqa

if __name__ == "__main__":
    unittest.main(testRunner=unittest.TextTestRunner(
        resultclass=Told, verbosity=0))
