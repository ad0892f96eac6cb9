# Libraries by program (see Makefile).
$B/bin/store $B/bin/query $B/bin/backfill: LDLIBS += $(SQLITE) $(CRYPTO)
$B/bin/backfill: LDLIBS += $(CURL) $(ARCHIVE)
$B/unit/store $B/unit/store_read: LDLIBS += $(SQLITE) $(CRYPTO)
$B/unit/archive $B/unit/http $B/unit/fetch: LDLIBS += $(CURL)
$B/unit/fetch: LDLIBS += $(CRYPTO)
$B/unit/kline_csv: LDLIBS += $(ARCHIVE)
$B/bench/bare_store: LDLIBS += $(SQLITE)
$B/bench/peer_jansson: LDLIBS += $(JANSSON)
