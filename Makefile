# GNU make, the only build file; it never touches the network.
# Knobs: CC CFLAGS LDFLAGS PREFIX DESTDIR PROGRAM_PREFIX SAN=1 WERROR=1 B=dir
# PROVE ARGS (of scripts/bench)
VERSION	:= $(shell cat VERSION)
PREFIX	?= /usr/local
PROGRAM_PREFIX ?=
BINDIR	= $(DESTDIR)$(PREFIX)/bin
MANDIR	= $(DESTDIR)$(PREFIX)/share/man
DATADIR	= $(DESTDIR)$(PREFIX)/share/tickpipe
B	?= build$(if $(SAN),-san)

CFLAGS	?= -O2 -g
WARN	= -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
	  -Wpointer-arith -Wwrite-strings -Wvla -Wformat=2 -Wconversion
# No fused multiply-add: the same numbers on every machine and compiler.
override CFLAGS += -std=c11 -ffp-contract=off $(WARN) $(if $(WERROR),-Werror)
# Only libraries that are used become needed at run time.
override LDFLAGS += -Wl,--as-needed
override CPPFLAGS += -D_GNU_SOURCE -DVERSION='"$(VERSION)"' -Ilib
ifdef SAN
override CFLAGS += -fsanitize=address,undefined -fno-sanitize-recover=undefined \
	-fno-omit-frame-pointer
override LDFLAGS += -fsanitize=address,undefined
endif
PROVE	?= prove -j4

TOOLS	:= $(sort $(patsubst cmd/%.c,%,$(wildcard cmd/*.c)))
UNITS	:= $(sort $(patsubst tests/unit/%.c,%,$(wildcard tests/unit/*.c)))
BENCHES	:= $(sort $(patsubst tests/bench/%.c,%,$(wildcard tests/bench/*.c)))
LIBSRC	:= $(wildcard lib/*/*.c)
LIBOBJ	:= $(patsubst %.c,$B/%.o,$(LIBSRC))
LIB	:= $B/libcommon.a
BIN	:= $(TOOLS:%=$B/bin/%)
UBIN	:= $(UNITS:%=$B/unit/%)
TESTS	:= $(sort $(wildcard tests/cli/*.t tests/web/*.t tests/*.t))

all: $(BIN)

# The libraries: $(call lib,pkg-config's name,Debian's package) stops with one
# line if it is missing.  libs.mk says which program needs which.
lib	= $(if $(filter ok,$(shell pkg-config --exists $(1) && echo ok)),$(shell \
	pkg-config --libs $(1)),$(error missing library $(1): install the \
	Debian package $(2)))
ifneq ($(filter-out clean dist lint uninstall,$(or $(MAKECMDGOALS),all)),)
ifeq ($(shell command -v pkg-config),)
$(error missing program pkg-config: install the Debian package pkg-config)
endif
CURL	:= $(call lib,libcurl,libcurl4-openssl-dev)
JANSSON	= $(call lib,jansson,libjansson-dev)
SQLITE	:= $(call lib,sqlite3,libsqlite3-dev)
ARCHIVE	:= $(call lib,libarchive,libarchive-dev)
ZLIB	:= $(call lib,zlib,zlib1g-dev)
CRYPTO	:= $(call lib,libcrypto,libssl-dev)
endif

include libs.mk

$B/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(LIB): $(LIBOBJ)
	@rm -f $@
	$(AR) rcs $@ $^

$B/bin/% $B/unit/% $B/bench/%: LDLIBS += $(ZLIB) -lm

$B/bin/%: $B/cmd/%.o $(LIB)
	@mkdir -p $(@D)
	$(CC) $(LDFLAGS) -o $@ $(filter %.o,$^) $(LIB) $(LDLIBS)

# The parts of a tool that has more than one file.
$(foreach t,$(TOOLS),$(eval $B/bin/$t: \
	$(patsubst %.c,$B/%.o,$(wildcard cmd/$t/*.c))))

$B/unit/%: $B/tests/unit/%.o $(LIB)
	@mkdir -p $(@D)
	$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$B/bench/%: $B/tests/bench/%.o $(LIB)
	@mkdir -p $(@D)
	$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS)

# The loop that every line goes through: 6 % less time than with -O2.
$B/lib/market/record_read.o: override CFLAGS += $(if $(SAN),,-O3)

# gcc joins two numbers of a state into a vector that the next bar reads one by
# one, and waits for it: adx takes half the time without.
$B/lib/indicator/%.o $B/lib/sim/%.o: override CFLAGS += -fno-tree-slp-vectorize

# The profiles that are built in.
$B/lib/signal/profile_builtin.o: data/classic.json data/adaptive.json

$B/tests/%.o: override CPPFLAGS += -Itests

units: $(UBIN)
benches: $(BENCHES:%=$B/bench/%)

check: all units
	BUILD="$(abspath $B)" CC="$(CC)" PATH="$(abspath $B)/bin:$$PATH" \
	    $(PROVE) $(UBIN) $(TESTS)

bench: all benches
	BUILD="$(abspath $B)" PATH="$(abspath $B)/bin:$$PATH" scripts/bench $(ARGS)

install: all
	mkdir -p $(BINDIR) $(MANDIR)/man1 $(MANDIR)/man5 $(MANDIR)/man7 $(DATADIR)
	for t in $(TOOLS); do \
	    install -m 755 $B/bin/$$t $(BINDIR)/$(PROGRAM_PREFIX)$$t && \
	    install -m 644 man/$$t.1 $(MANDIR)/man1/$(PROGRAM_PREFIX)$$t.1 || exit 1; done
	install -m 644 man/*.5 $(MANDIR)/man5
	install -m 644 man/*.7 $(MANDIR)/man7
	install -m 644 data/*.example data/*.json $(DATADIR)

uninstall:
	for t in $(TOOLS); do \
	    rm -f $(BINDIR)/$(PROGRAM_PREFIX)$$t $(MANDIR)/man1/$(PROGRAM_PREFIX)$$t.1; done
	for p in $(notdir $(wildcard man/*.5)); do rm -f $(MANDIR)/man5/$$p; done
	for p in $(notdir $(wildcard man/*.7)); do rm -f $(MANDIR)/man7/$$p; done
	rm -rf $(DATADIR)

lint:
	clang-format --dry-run -Werror cmd/*.c cmd/*/*.[ch] lib/*/*.[ch] \
	    $(wildcard tests/*.h tests/*/*.[ch])
	shellcheck -x tests/*.sh tests/*/*.t $(wildcard tests/*.t) \
	    $$(grep -l "^#!.*sh$$" scripts/*) .ci/run tests/bench/peer_postgres
	cppcheck -q --error-exitcode=1 --enable=warning,portability \
	    --inline-suppr --suppress=normalCheckLevelMaxBranches -Ilib cmd lib
	mandoc -Tlint -W warning man/*

clean:
	rm -rf build build-san build-fuzz

dist:
	git archive --prefix=tickpipe-$(VERSION)/ -o tickpipe-$(VERSION).tar.gz HEAD

.PHONY: all units benches check bench install uninstall lint clean dist
.SECONDARY:
-include $(shell find $B -name '*.d' 2>/dev/null)
