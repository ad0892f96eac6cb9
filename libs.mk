# Libraries by program (see Makefile).
$B/bin/store $B/bin/query $B/bin/backfill: LDLIBS += $(SQLITE) $(JANSSON) $(CRYPTO)
$B/bin/backfill: LDLIBS += $(CURL) $(ARCHIVE)
$B/unit/store: LDLIBS += $(SQLITE) $(JANSSON) $(CRYPTO)
$B/unit/archive: LDLIBS += $(CURL)
$B/unit/kline_csv: LDLIBS += $(ARCHIVE)
