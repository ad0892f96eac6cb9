#!/bin/sh
# The reader as a whole against a slow model of it; score stands for every
# filter: without a context or a warm market it has nothing to add.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"

exits 0 "random files are read as the model reads them" \
    "python3 '$top/tests/cli/reader_model.py' score --min-score 7"

printf '%s\n' '[]' null '{}' '[1]' >bad
exits 3 "bad lines are left out" "score bad"
[ "$(grep -c 'not a JSON object' err)" -eq 1 ]
result $? "and warned about once a kind"
says 'lines left out: 4$' "and counted"
exits 1 "a directory is a failure" "score ."
says "'\.'" "and it is named"
finish
