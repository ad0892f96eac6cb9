#!/bin/sh
# The page of report in a browser, light and dark, wide and narrow: nothing
# hangs over its edge, nothing lies on something else, letters can be read,
# nothing is asked for.  KEEP=DIR keeps the pictures.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"

browser=
for name in chromium chromium-browser google-chrome; do
	command -v $name >/dev/null && browser=$name && break
done
if [ -z "$browser" ]; then
	echo '1..0 # SKIP no chromium'
	exit 0
fi

HOME=$tmp
XDG_CONFIG_HOME=$tmp/config XDG_CACHE_HOME=$tmp/cache
export HOME XDG_CONFIG_HOME XDG_CACHE_HOME
python3 "$top/tests/cli/report_run.py" 3 380 >run || exit 1
report --output page.html run || exit 1
# The same with prices of 1e-8 and an account of 1e15.
python3 - <<'END' >odd || exit 1
import json
for line in open("run"):
    r = json.loads(line)
    for k in r.keys() & {"open", "high", "low", "close", "entry", "exit"}:
        r[k] *= 1e-10
    if r["type"] == "equity":
        r["equity"] *= 1e11
    if r["type"] == "report":
        r["params"]["cash"] *= 1e11
        r["stats"].update({"equity_final": 1836721.18, "fees": 123456789012.5,
                           "sharpe": -12000, "return": 18.3672})
        for g in r["groups"]:
            g.update(wins=1234, expectancy_r=-0.0123, best_trade=0.0123,
                     worst_trade=-0.0123, funding=-12.34, avg_bars=12.34)
        r["groups"].append({**r["groups"][0], "by": "month", "key": "2024-01"})
    print(json.dumps(r, separators=(",", ":")))
END
report --output odd.html odd || exit 1

# host NAME PAGE WIDTH... - a page that shows PAGE as wide as asked for: a window
# itself is never narrower than 500 pixels
host() {
	file=$1.html page=$2
	shift 2
	{
		echo '<!DOCTYPE html><meta name="color-scheme" content="light dark">'
		echo '<style>body{margin:0;display:flex}iframe{border:0;flex:none;'
		echo 'height:2400px}</style>'
		for width; do
			echo "<iframe src=\"$page\" style=\"width:${width}px\"></iframe>"
		done
	} >"$file"
}

# browse SCHEME NAME ARGUMENT... - one run, its output in NAME-SCHEME.out
browse() {
	[ "$1" = dark ] && dark=0 || dark=1
	out=$2-$1
	shift 2
	timeout 60 "$browser" --headless --no-sandbox --disable-gpu \
	    --disable-dev-shm-usage --user-data-dir="$tmp/profile-$out" \
	    --hide-scrollbars --force-device-scale-factor=1 --no-first-run \
	    --disable-background-networking --allow-file-access-from-files \
	    --blink-settings=preferredColorScheme="$dark" "$@" \
	    >"$out.out" 2>>"browser.err" </dev/null
}

host both page.html 1440 390
# The copy that is measured has a script, and all its tables are open.
measurable() {
	sed -e 's/<meta http-equiv="Content-Security-Policy"[^>]*>//' \
	    -e 's/<details>/<details open>/' "$1"
	echo '<script>'
	cat "$top/tests/web/measure.js"
	echo '</script>'
}
measurable page.html >measured.html
measurable odd.html >measured_odd.html
host all measured.html 1440 800 390 320
host odd_all measured_odd.html 1280 640 360 320

for scheme in light dark; do
	{
		browse $scheme both --window-size=1830,2400 \
		    --screenshot="$tmp/$scheme.png" "file://$tmp/both.html"
		browse $scheme all --window-size=2950,2400 --dump-dom \
		    "file://$tmp/all.html"
	} &
done
wait
browse light odd --window-size=2600,2400 --screenshot="$tmp/odd.png" \
    --dump-dom "file://$tmp/odd_all.html"
for scheme in light dark; do
	[ -s $scheme.png ]
	result $? "a picture, $scheme"
done
python3 "$top/tests/web/png.py" light.png dark.png
result $? 'they show something, and each something else'

# in_order OUT TITLE WIDTH...
in_order() {
	grep -o '<pre id="measured-[0-9]*">[^<]*' "$1" |
	    sed 's/.*measured-//;s/&lt;/</g;s/&gt;/>/g' >seen
	title=$2
	shift 2
	for width; do
		grep "^$width" seen | tr '|' '\n' | tail -n +2 | sed 's/^/# /'
		grep -q "^$width\">looked at [0-9]*$" seen
		result $? "$width pixels wide, $title: in order"
	done
}

for scheme in light dark; do
	in_order "all-$scheme.out" "$scheme" 1440 800 390 320
done
in_order odd-light.out 'numbers as long as can be' 1280 640 360 320

if [ -n "${KEEP:-}" ]; then
	mkdir -p "$KEEP" && cp ./*.png ./*.html ./*.out browser.err "$KEEP"
fi
finish
