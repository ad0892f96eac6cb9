// Looks a page over and writes down what is wrong, for tests/web/*.t: what
// hangs over the page's edge, texts of a chart that overlap, letters whose
// contrast is below 4.5, things that were loaded.
'use strict';

const found = [];
const width = document.documentElement.clientWidth;

function name(e) {
	const text = (e.textContent || '').trim().replace(/\s+/g, ' ');

	return e.tagName + '.' + (e.getAttribute('class') || '') + ' ' +
	    text.slice(0, 30);
}

function scrolls(e) {
	return e.closest('.scroll') !== null;
}

// Edges.
if (document.documentElement.scrollWidth > width)
	found.push('the page is ' + document.documentElement.scrollWidth +
	    ' wide, the window ' + width);
for (const e of document.querySelectorAll('body *')) {
	const box = e.getBoundingClientRect();

	if (box.width === 0 || scrolls(e) || e.closest('pre'))
		continue;
	if (box.right > width + 0.5 || box.left < -0.5)
		found.push('over the edge: ' + name(e));
}

// Figures of tiles.
for (const e of document.querySelectorAll('.tile data')) {
	const box = e.getBoundingClientRect();

	if (e.getClientRects().length > 1)
		found.push('broken in two: ' + name(e));
	if (box.right > e.closest('.tile').getBoundingClientRect().right)
		found.push('wider than its tile: ' + name(e));
	if (parseFloat(getComputedStyle(e).fontSize) < 12)
		found.push('too small: ' + name(e));
}

// Tables: groups fit where there is room, and their keys are never broken.
for (const e of document.querySelectorAll('#groups .scroll')) {
	if (width >= 1280 && e.scrollWidth > e.clientWidth)
		found.push('wider than the page: ' + name(e));
	for (const key of e.querySelectorAll('tbody th')) {
		const text = document.createRange();

		text.selectNodeContents(key);
		if (text.getClientRects().length > 1)
			found.push('broken in two: ' + name(key));
	}
}
for (const e of document.querySelectorAll('.scroll'))
	if (e.scrollWidth > e.clientWidth &&
	    getComputedStyle(e).backgroundImage === 'none')
		found.push('no sign that there is more: ' + name(e));

// Texts of a chart.
for (const chart of document.querySelectorAll('svg.chart')) {
	const boxes = [];

	for (const e of chart.querySelectorAll('text.x, text.y')) {
		const box = e.getBoundingClientRect();

		if (box.width)
			boxes.push([e, box]);
	}
	if (boxes.length < 4)
		found.push('few marks: ' + name(chart));
	for (let i = 0; i < boxes.length; i++)
		for (let k = 0; k < i; k++) {
			const a = boxes[i][1], b = boxes[k][1];

			if (a.left < b.right && b.left < a.right &&
			    a.top < b.bottom - 1 && b.top < a.bottom - 1)
				found.push('one on the other: ' +
				    name(boxes[i][0]) + ', ' + name(boxes[k][0]));
		}
	if (chart.getBoundingClientRect().width < 200)
		found.push('a chart is too small: ' + name(chart));
}

// Contrast, as WCAG 2 has it.
function parts(colour) {
	const n = colour.match(/[\d.]+/g).map(Number);

	return n.length > 3 && n[3] === 0 ? null : n.slice(0, 3);
}

function light(rgb) {
	const c = rgb.map(v => {
		v /= 255;
		return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
	});

	return 0.2126 * c[0] + 0.7152 * c[1] + 0.0722 * c[2];
}

function ground(e) {
	for (; e; e = e.parentElement) {
		const rgb = parts(getComputedStyle(e).backgroundColor);

		if (rgb)
			return rgb;
	}
	return [255, 255, 255];
}

let looked = 0;
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (walker.nextNode()) {
	const e = walker.currentNode.parentElement;
	const style = getComputedStyle(e);
	const paint = e.tagName === 'text' ? style.fill : style.color;

	if (!walker.currentNode.data.trim() || !e.getClientRects().length ||
	    e.closest('title, desc, script, style, pre'))
		continue;
	const a = light(parts(paint)), b = light(ground(e));
	const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);

	looked++;
	if (contrast < 4.5)
		found.push('contrast ' + contrast.toFixed(2) + ': ' + name(e));
}

// What was loaded.
for (const entry of performance.getEntriesByType('resource'))
	found.push('loaded: ' + entry.name);

// The frame around it is what the browser prints.
const pre = parent.document.createElement('pre');
pre.id = 'measured-' + width;
pre.textContent = ['looked at ' + looked].concat([...new Set(found)])
    .slice(0, 12).join('|');
parent.document.body.append(pre);
