#!/bin/sh
# The reader as a whole against a slow model of it; score stands for every
# filter: without a context or a warm market it has nothing to add.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"

exits 0 "random files are read as the model reads them" \
    "python3 '$top/tests/cli/reader_model.py' score --min-score 7"
finish
