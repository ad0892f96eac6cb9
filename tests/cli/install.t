#!/bin/sh
# make install puts everything in its place, and make uninstall takes it away.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"

unset MAKEFLAGS MFLAGS MAKELEVEL MAKEOVERRIDES
into="-C '$top' -s B='$BUILD' DESTDIR='$tmp/root' PREFIX=/usr"
exits 0 'installs below DESTDIR' "make $into PROGRAM_PREFIX=tp- install"
root=$tmp/root/usr
for source in "$top"/cmd/*.c; do
	[ -e "$source" ] || continue
	t=$(basename "$source" .c)
	is_output "tp-$t runs under its prefix" "'$root/bin/tp-$t' -V" <<-END
	tp-$t $(cat "$top/VERSION")
	END
	cmp "$top/man/$t.1" "$root/share/man/man1/tp-$t.1"
	result $? "$t's page has the prefix too"
done
[ -s "$root/share/man/man5/tickpipe-records.5" ] &&
    [ -s "$root/share/man/man7/tickpipe.7" ]
result $? 'the other pages are there'
cmp "$top/data/tickpipe.env.example" \
    "$root/share/tickpipe/tickpipe.env.example"
result $? 'the example environment is there'
for profile in classic adaptive; do
	cmp "$top/data/$profile.json" \
	    "$root/share/tickpipe/$profile.json"
	result $? "the profile $profile is there"
done

exits 0 'uninstalls' "make $into PROGRAM_PREFIX=tp- uninstall"
find "$tmp/root" -type f >left
sed 's/^/# /' left
[ ! -s left ]
result $? 'no file is left'
finish
