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
{"type":"report","time":7199999,"params":{"<b>x":"</style><script>","cash":5,"model":"<em>"},"input":{"records":1,"<b>":[1,"<b>"]},"windows":[{"<b>":"<b>"}],"groups":[{"by":"<i>","key":"<u>'","expectancy":0.1}],"luck":{"verdict":"<script>\u001b[31m\u009b1m\u202e","intervals":{"<s>":[1,2]}},"search":{"objective":"<q>","options":["<a>","<b>"],"rows":[{"values":["<c>","<d>"],"<q>":1}],"folds":[{"<b>":"<b>"}]},"proof":{"<b>":{"<b>":"<b>"}},"stats":{"<z>":1,"basis":"<p>","return":0.123456789012}}
END
exits 0 'names and texts that are markup' 'report evil'
cp got evil.html
page_is_right 'do not become any' evil.html
for tag in '<script' '<b>' '<i>' '<u>' '<s>' '<q>' '<c>' '<z>' '<em>' '<img' \
    '</style><'; do
	has_not "$tag" evil.html "no $tag of theirs"
done
has '&lt;script&gt;alert(1)&lt;/script&gt;' evil.html 'they are shown as they are'
exits 0 'in the title, too' "report --title '</title><script>x' one"
page_is_right 'a title stays text' got
has_not '<script' got 'no script by a title'
exits 0 'nor do they talk to the terminal' 'report --format text evil'
[ -z "$(tr -d '\n' <got | LC_ALL=C tr -d '\040-\176')" ]
result $? 'no control character comes through'

# ---- runs that are not whole, or several ----

head -n -1 one >begun
exits 3 'no report record: the status says so' 'report --output cut.html begun'
says 'no report record' 'and a warning'
page_is_right 'what there is, is shown' cut.html
has 'There is no report record' cut.html 'with a notice'
has '<section id="equity">' cut.html 'the equity so far'
has_not '<section id="figures">' cut.html 'and no figures'
exits 3 'an empty input' 'report --output empty.html /dev/null'
page_is_right 'makes a page, too' empty.html

sed 's/"time":17/"time":27/;s/"open_time":17/"open_time":27/' one >later
cat one later >both
exits 3 'a run behind another' 'report both'
says 'reports of other runs left out: 1' 'is told'
page_is_right 'the page of the last' got
has '1 more run before this one' got 'has a notice'
has 'Drawn from 225 equity records' got 'and the curve of the last alone'
has 'Drawn from 225 equity records' one.html 'which it has by itself, too'
sed 's/BTCUSDT/XBTUSDT/' one >other
exits 3 'runs that are merged' 'report one other'
says 'fills of several backtests are mixed' 'are told'
has 'fills of several backtests' got 'and the page has a notice'

cat >peeks <<'END'
{"type":"certificate","time":1,"verdict":"peeks","command":["score"],"seed":1,"lines":1,"cuts":[1],"changed":1,"input_sha256":"a","output_sha256":"b"}
END
exits 0 'a certificate of a strategy that peeks' 'cat peeks one | report'
has 'the signals look ahead' got 'is told on top'
page_is_right 'and shown in the proof' got
sed 's/peeks/causal/;s/"changed"/"undated":2,"changed"/' peeks >undated
exits 0 'one of lines without a time' 'cat undated one | report'
has 'leaves open whether 2 lines, which have no time, look ahead' got 'is, too'
exits 3 'a member with a name twice' \
    "sed 's/\"stats\":{/\"stats\":{\"x\":1,\"x\":2,/' one | report"
says "'stats' cannot be read and is left out" 'is left out and told'

# ---- holes ----

cat >hole <<'END'
{"type":"candle","time":3599999,"venue":"binance-um","symbol":"A","interval":"1h","open_time":0,"open":1,"high":2,"low":1,"close":2,"volume":1}
{"type":"candle","time":7199999,"venue":"binance-um","symbol":"A","interval":"1h","open_time":3600000,"open":2,"high":2,"low":1,"close":1,"volume":1}
{"type":"candle","time":21599999,"venue":"binance-um","symbol":"A","interval":"1h","open_time":18000000,"open":2,"high":2,"low":1,"close":1,"volume":1}
{"type":"equity","time":21599999,"equity":10}
{"type":"report","time":21599999,"params":{},"input":{}}
END
exits 0 'a step on a venue that never closes' 'report hole'
has '1 hole, 3 h in all' got 'is a hole'
grep -q 'class="hole" x="20.0%" width="60' got
result $? 'and drawn as one'
grep -q 'class="price" d="M[^M]*M[^M]*"' got
result $? 'the curve is broken there'
sed 's/binance-um/nyse/' hole >nyse
exits 0 'another venue' 'report nyse'
has_not 'class="hole"' got 'has its nights'
cat >gap <<'END'
{"type":"gap","time":17999999,"venue":"nyse","symbol":"A","dataset":"candles","interval":"1h","from":7200000,"to":17999999,"cause":"exchange"}
END
exits 0 'a gap record' 'report nyse gap'
has 'the exchange has none' got 'names the cause'
has 'class="hole" x="20.0%"' got 'and makes a hole anywhere'
sed 's/1h/1m/' gap >fine
exits 0 'a gap of other candles' 'report nyse fine'
has_not 'class="hole"' got 'is none of these'

# ---- windows ----

cat >windows <<'END'
{"type":"report","time":9,"params":{},"input":{},"windows":[{"window_days":1,"start":1704067199999,"end":1704153599999,"trade_count":0,"sufficient_sample":false},{"window_days":2,"start":1703980799999,"end":1704153599999,"first_trade_at":1704002399999,"trade_count":1,"profit_factor":1.5,"sufficient_sample":false}]}
END
is_output 'a window that has no trades' 'report --format text windows' <<'END'
Backtest

Windows
Figure                    1 day            2 days
From           2024-01-01 00:00  2023-12-31 00:00
To             2024-01-02 00:00  2024-01-02 00:00
First trade                      2023-12-31 06:00
Trades                        0                 1
Profit factor                                1.50
Enough trades                no                no
END
cat >nowhere <<'END'
{"type":"report","time":0,"params":{},"input":{"records":0},"windows":[{"window_days":30,"start":0,"end":0,"trade_count":0}]}
END
is_output 'no record: no time either' 'report --format text nowhere' <<'END'
Backtest

Windows
Figure  30 days
From          -
To            -
Trades        0
END

cat >luck <<'END'
{"type":"report","time":9,"params":{},"input":{},"luck":{"sharpe_daily":-0.228034567891,"trials":{"counted":true,"n":20,"variance":0.00412345678},"samples":{"days":1000,"trades":1000},"block":{"days":1.42525914016,"trades":1.78}}}
END
is_output 'days and trades look alike' 'report --format text luck' <<'END'
Backtest

Odds
Chance                    Value
Sharpe ratio of a day    -0.228
Trials, Counted             yes
Trials, Number               20
Trials, Variance       0.004123
Samples, Days             1,000
Samples, Trades           1,000
Block, Days                1.43
Block, Trades              1.78
END

# ---- a search ----

has 'stop=0.01 target=2R' one.html 'what was chosen is named'

# ---- trades that were finished elsewhere ----

cat >executions <<'END'
{"closed_at":"2099-01-01T00:00:00Z","outcome":"loss","return_pct":-0.009}
{"closed_at":"2099-01-02T00:00:00Z","outcome":"win","return_pct":0.016}
END
exits 0 'finished trades' 'backtest --executions executions | report'
has 'The trades that were closed in the last days.' got \
    'have windows without an account'
has 'Return and drawdown rest on finished trades' got 'and no ratios of a year'
has_not 'equity inside' got 'no equity'
has_not 'Ratios of a year' got 'is said to be there'
has 'and the equity inside them' one.html 'an account has equity in windows'
has 'Ratios of a year rest on daily' one.html 'and ratios of a year'

# ---- the returns of trades ----

grep -o '<title>[^<]* to [^<]*%: [0-9]*<' one.html >bins
grep -q '^<title>−[0-9.]*% to −' bins && ! grep -q -e '-' bins
result $? 'bars are named with one sign for minus'
grep -q '<th scope="row">−[0-9.]*% to −' one.html
result $? 'and so they are in the table'

# ---- luck ----

has 'Below a figure: where it lies in 95%' one.html \
    'what stands below figures is told'
sed 's/"intervals":{[^}]*}/"intervals":{}/' one >luckless
exits 0 'a run without intervals' 'report luckless'
has_not 'Below a figure' got 'says nothing of what is not there'

# ---- bad input, bad output ----

{
	head -n 10 one
	echo '{"type":"candle"'
	tail -n +11 one
} >bad
exits 3 'a bad line' 'report --output bad.html bad'
says '^report: warning: bad:11: ' 'is named'
cmp -s bad.html one.html
result $? 'and left out'
echo old >old.html
exits 1 '--strict' 'report --strict --output old.html bad'
says '^report: error: .*bad:11: ' 'stops there'
echo old | cmp -s - old.html && [ -z "$(find . -name '.old*')" ]
result $? 'and the file that was there stays'
exits 1 'a directory that is not there' 'report --output no/dir/x one'
says "cannot write 'no/dir/x'" 'is named'
exits 1 'a full disk' 'report one >/dev/full'
exits 1 'a full disk by name' 'report --output /dev/full one'
exits 1 'a closed stdout' 'report one >&-'
exits 1 'a file that is not there' 'report none'
exits 2 'a wrong format' 'report --format pdf one'
says "'pdf'" 'is named'
exits 2 'no symbol' 'report --symbol , one'

mkfifo pipe
report --output live.html pipe 2>err &
pid=$!
exec 3>pipe
head -n 100 one >&3
kill -TERM $pid
wait $pid
[ $? -eq 3 ]
result $? 'SIGTERM ends the reading, not the page'
exec 3>&-
page_is_right 'which is whole' live.html

# ---- memory ----

synth --types candle --interval 1m --days 139 >long
head -n 10000 long >short
# in_memory KIB FILE
in_memory() {
	prlimit --as=$(($1 * 1024)) report --output x.html "$2" 2>err
	rc=$?
	[ $rc -eq 3 ] # there is no report record
}

if in_memory 12000 short; then
	in_memory 12000 long
	result $? '200,000 candles take no more memory than 10,000'
else
	skip 'memory' 'this build needs more for itself'
fi

# ---- text ----

cat >small <<'END'
{"type":"candle","time":86399999,"symbol":"X","interval":"1d","open_time":0,"open":1,"high":2,"low":1,"close":2,"volume":1}
{"type":"equity","time":86399999,"equity":1000}
{"type":"candle","time":172799999,"symbol":"X","interval":"1d","open_time":86400000,"open":2,"high":4,"low":1,"close":4,"volume":1}
{"type":"equity","time":172799999,"equity":1500}
{"type":"candle","time":259199999,"symbol":"X","interval":"1d","open_time":172800000,"open":4,"high":4,"low":1,"close":1,"volume":1}
{"type":"equity","time":259199999,"equity":750}
{"type":"report","time":259199999,"params":{"cash":1000,"fee":0.0004,"model":"one word after the other, and so on until the line is full and there is another"},"stats":{"trades":2,"return":-0.25,"sharpe":-1.5,"win_rate":0.5},"proof":{"input":"0123456789012345678901234567890123456789012345678901234567890123"}}
END
is_output 'the text form' 'report --format text small' <<'END'
Backtest of X
1970-01-02 00:00 to 1970-01-04 00:00 UTC

Return                       -25.00%    Trades                             2
Win rate                      50.00%    Sharpe ratio                   -1.50

Equity
  1,500.00 |                             ########
           |                         #####      ####
           |                     #####             ####
  1,281.25 |                 #####                    ###
           |             #####                          ####
           |         #####                                 ####
  1,093.75 |     #####                                        ####
           | #####                                               ###
           |##                                                     ####
    906.25 |                                                          ####
           |                                                             ####
    750.00 |                                                                ###
            1970-01-02                  1970-01-03                   1970-01-04

Drawdown
     0.00% |                                  #################################
   -18.75% |                                          #########################
   -31.25% |                                                  #################
   -50.00% |                                                          #########

Return by month
Month     1970
Jan    -25.00%
Feb    
Mar    
Apr    
May    
Jun    
Jul    
Aug    
Sep    
Oct    
Nov    
Dec    
Total  -25.00%

How it was traded
Option                Value
Cash at the start  1,000.00
Fee of a fill        0.040%

Proof
Proof                                                                      Value
Input (SHA-256)  012345678901234567890123456789012345678901234567890123456789012
                 3

one word after the other, and so on until the line is full and there is another
END
sed 's/"equity":\([0-9]*\)/"equity":\1000000000000/' small >large
exits 0 'a large account' 'report --format text large'
awk '/^Equity/, /1970/ { if (/[|]/ && index($0, "|") != 12) exit 1 }' got &&
    grep -q '^ 1.500e+15 |' got
result $? 'has short marks beside its curve, which stands in line'
sed 's/"equity":\([0-9]*\)/"equity":\10000/' small >medium
exits 0 'one of millions' 'report --format text medium'
has '15,000,000 |' got 'has them without decimals'
COLUMNS=50
export COLUMNS
exits 0 'a narrow terminal' 'report --format text one'
[ "$(awk '{ if (length($0) > n) n = length($0) } END { print n }' got)" -le 50 ]
result $? 'is not overrun'
exits 0 'a UTF-8 terminal' 'LC_ALL=C.UTF-8 report --format text one'
grep -q '█' got
result $? 'gets blocks'
exits 0 'a plain one' 'LC_ALL=C report --format text one'
LC_ALL=C grep -q '[^ -~]' got
[ $? -eq 1 ]
result $? 'gets ASCII'
echo '{"type":"certificate","time":1,"verdict":"causal","command":["x"]}' >cert
exits 3 'a certificate without a report' 'report cert --output cert.html'
has 'Certificate of causality' cert.html 'is shown'
# ---- the end of an account is in the report alone
for day in 0 1 2; do
	printf '{"type":"candle","symbol":"X","interval":"1d","open_time":%d,' \
	    $((1767225600000 + day * 86400000))
	printf '"open":100,"high":150,"low":99,"close":%d,"volume":1}\n' \
	    $((day < 2 ? 100 : 150))
	[ $day -gt 0 ] || echo '{"type":"signal","time":1767311999999,"symbol":"X","id":1,"direction":"long"}'
done >rises
is_output 'months go to the end of the last day' \
    'backtest rises | report --format text | grep -o "^Total .*%"' <<'END'
Total  +50.00%
END

finish
