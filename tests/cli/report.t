#!/bin/sh
# report: a page that a second program finds in order, whose figures are those
# of the records, and the same for a terminal.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"

here=$top/tests/cli
unset COLUMNS

# page_is_right TITLE PAGE [RUN]
page_is_right() {
	title=$1
	shift
	python3 "$here/report_check.py" "$@"
	result $? "$title"
}

# has TEXT FILE TITLE
has() {
	grep -qF -e "$1" "$2"
	result $? "$3"
}

has_not() {
	! grep -qF -e "$1" "$2"
	result $? "$3"
}

python3 "$here/report_run.py" 1 3000 >one || exit 1
python3 "$here/report_run.py" 3 900 >three || exit 1
python3 "$here/report_run.py" 12 60 >many || exit 1

# ---- the page ----

exits 0 'a run of one symbol' 'report one'
cp got one.html
page_is_right 'its page is in order, its figures are the record'"'"'s' \
    one.html one
[ ! -s err ]
result $? 'nothing is said about a whole run'
for part in figures equity months price returns excursions windows groups \
    luck search trades model input proof; do
	has "<section id=\"$part\">" one.html "it has the part $part"
done
has 'brand_new_figure' one.html 'an unknown figure is shown under its name'
has 'Twenty combinations were tried' one.html 'the verdict stands there'
has '1.40</data>' one.html 'the map of the search has the best'
[ "$(grep -c 'best"><data' one.html)" -eq 1 ]
result $? 'and it stands out, alone'

exits 0 'several symbols' 'report three'
cp got three.html
page_is_right 'their page is in order' three.html three
[ "$(grep -c '<h3 id="price-' three.html)" -eq 3 ]
result $? 'the prices of each are drawn'
exits 0 'many symbols' 'report many'
cp got many.html
page_is_right 'their page is in order, too' many.html many
[ "$(grep -c '<h3 id="price-' many.html)" -eq 6 ]
result $? 'the prices of six are drawn'
has 'Drawn are 6 symbols of 12' many.html 'which the page says'
exits 0 'symbols by name' 'report --symbol M002USDT,BTCUSDT many'
[ "$(grep -c '<h3 id="price-' got)" -eq 2 ]
result $? 'are drawn alone'
exits 0 'a symbol that is not there' 'report --symbol NONE three'
says "^report: warning: 'NONE': not in the input" 'is told'

same 'the same input, the same bytes' 'report three' 'report three'
same 'another locale' 'report three' 'LC_ALL=C.UTF-8 report three'
same 'another time zone' 'report three' 'TZ=Asia/Tokyo report three'
same 'no operand is stdin' 'report three' 'report <three'
same '- is stdin' 'report three' 'report - <three'
gzip -c three >three.gz
same '.gz is read directly' 'report three' 'report three.gz'
grep '"type":"candle"' three >a
grep -v '"type":"candle"' three >b
same 'files are merged by time' 'report three' 'report a b'
same '--output - is stdout' 'report three' 'report --output - three'
exits 0 '--output FILE' 'report --output page.html three'
[ ! -s got ] && cmp -s page.html three.html
result $? 'has the same bytes, and stdout has none'

# ---- what comes from elsewhere is no markup ----

cat >evil <<'END'
{"type":"candle","time":3599999,"symbol":"<script>alert(1)</script>","interval":"1h","open_time":0,"open":1,"high":2,"low":1,"close":2,"volume":1}
{"type":"candle","time":7199999,"symbol":"<script>alert(1)</script>","interval":"1h","open_time":3600000,"open":2,"high":2,"low":1,"close":1,"volume":1}
{"type":"candle","time":7199999,"symbol":"']\"><b>","interval":"1h","open_time":3600000,"open":2,"high":2,"low":1,"close":1,"volume":1}
{"type":"position","time":7199999,"symbol":"<script>alert(1)</script>","id":1,"state":"closed","direction":"long","opened":0,"closed":7199999,"entry":1,"exit":1.5,"return":0.5,"reason":"\"><img src=//evil onerror=x>\u202e\u001b[31m&amp;"}
{"type":"equity","time":7199999,"equity":10}
{"type":"report","time":7199999,"params":{"<b>x":"</style><script>","cash":5,"model":"<em>"},"input":{"records":1,"<b>":[1,"<b>"]},"windows":[{"<b>":"<b>"}],"groups":[{"by":"<i>","key":"<u>'","expectancy":0.1}],"luck":{"verdict":"<script>","intervals":{"<s>":[1,2]}},"search":{"objective":"<q>","options":["<a>","<b>"],"rows":[{"values":["<c>","<d>"],"<q>":1}],"folds":[{"<b>":"<b>"}]},"proof":{"<b>":{"<b>":"<b>"}},"stats":{"<z>":1,"basis":"<p>","return":0.123456789012}}
END
exits 0 'names and texts that are markup' 'report evil'
cp got evil.html
page_is_right 'do not become any' evil.html
has_not '<script' evil.html 'no script'
has_not '<img' evil.html 'no image'
has_not '<b>' evil.html 'no element of theirs'
exits 0 'nor do they talk to the terminal' 'report --format text evil'
[ -z "$(tr -d '\n' <got | LC_ALL=C tr -d '\040-\176\200-\377')" ]
result $? 'no control character comes through'

# ---- what is wrong with the input ----

printf '{"type":"equity","time":1,"equity":}\n' >bad
exits 3 'a bad line is left out' 'report bad three'
says 'bad:1: ' 'with its place'
exits 1 '--strict fails' 'report --strict bad three'
exits 1 'a file that is not there' 'report nosuch'
exits 1 'a page that cannot be written' 'report --output no/such/page three'
says "no/such/page" 'is named'
exits 2 'an option that is not there' 'report --colour three'
exits 2 'a format that is not there' 'report --format pdf three'
finish
