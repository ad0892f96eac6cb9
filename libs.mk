# Libraries by program (see Makefile).
STORE	:= $(SQLITE) $(CRYPTO)
# SHA-256 alone, linked in: see lib/base/sha256.c.
SHA256	:= -Wl,-Bstatic -lcrypto -Wl,-Bdynamic
$B/bin/store $B/bin/query $B/bin/backfill: LDLIBS += $(STORE)
$B/bin/score: LDLIBS += $(SHA256) $(SQLITE)
$B/bin/backfill: LDLIBS += $(CURL) $(ARCHIVE) $(JANSSON)
$B/unit/store $B/unit/store_% $B/unit/gaps $B/unit/verify: LDLIBS += $(STORE)
$B/unit/archive $B/unit/csv_file $B/unit/rest: LDLIBS += $(CURL)
$B/unit/http $B/unit/fetch: LDLIBS += $(CURL)
$B/unit/fetch: LDLIBS += $(CRYPTO)
$B/unit/csv $B/unit/csv_file $B/unit/csv_stream: LDLIBS += $(ARCHIVE)
$B/unit/zip_csv $B/unit/exchange_recorded: LDLIBS += $(ARCHIVE)
$B/unit/reply $B/unit/reply_fuzz $B/unit/exchange_recorded: LDLIBS += $(JANSSON)
$B/unit/sha256 $B/unit/profile $B/unit/score_classic \
$B/unit/session $B/unit/classic_profile $B/unit/sim \
$B/bin/causal $B/bin/backtest: LDLIBS += $(SHA256)
$B/unit/json_tree: LDLIBS += $(JANSSON)
$B/bench/bare_store: LDLIBS += $(SQLITE)
$B/bench/cover_rows: LDLIBS += $(STORE)
$B/bench/peer_jansson: LDLIBS += $(JANSSON)
$B/unit/steps: LDLIBS += $(STORE) $(CURL) $(ARCHIVE) $(JANSSON)
$B/bench/rest_rows: LDLIBS += $(CURL) $(JANSSON)
$B/bench/zip_rows: LDLIBS += $(ARCHIVE)
