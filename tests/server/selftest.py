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
from told import Told

if __name__ == "__main__":
    unittest.main(argv=["selftest.py"], testRunner=unittest.TextTestRunner(
        resultclass=Told, verbosity=0))
