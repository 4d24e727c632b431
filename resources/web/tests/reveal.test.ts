import assert from 'node:assert/strict';
import test from 'node:test';
import {Attribution} from '../src/model/attribution.ts';
import {changesIn, rowsOf} from '../src/model/diffRows.ts';
import {imageOf} from '../src/model/image.ts';
import {parsePatch, type FileDiff} from '../src/model/patch.ts';
import {formatRange, parseRange} from '../src/model/range.ts';
import {gapsOf, hiddenAt, isWhole, linesOf, reveal} from '../src/model/reveal.ts';

const old = Array.from({length: 200}, (_, index) => `line ${index + 1}`);
const whole = {lines: old, noNewline: false};
const around = (first: number, last: number) => old.slice(first - 1, last).map(line => ` ${line}\n`).join('');
const patch = `diff --git a/a b/a
--- a/a
+++ b/a
@@ -47,7 +47,8 @@ line 40
${around(47, 49)}-line 50
+LINE 50
+and more
${around(51, 53)}@@ -147,6 +148,5 @@ line 140
${around(147, 149)}-line 150
${around(151, 152)}`;
const [file] = parsePatch(patch);
const [ended] = parsePatch(patch.replace(/ line 15[12]\n/g, '').replace('-147,6 +148,5', '-147,4 +148,3'));

/** What the new side shows, as `number:text`. */
function news(diff: FileDiff): string[] {
  return diff.hunks.flatMap(hunk => hunk.lines.filter(line => line.kind !== 'removed').map(line => `${line.new}:${line.text}`));
}

const oldNumbers = (diff: FileDiff) => diff.hunks.map(hunk => hunk.lines.filter(line => line.old).map(line => line.old));

test('a gap stands before each hunk, and after the last unless the hunk ends with the file', () => {
  assert.deepEqual(gapsOf(file).map(gap => [gap.from, gap.to, gap.delta]), [[1, 47, 0], [54, 147, 1], [153, 153, 0]]);
  assert.equal(gapsOf({...file, oldLines: 200})[2].to, 201);
  assert.equal(gapsOf(parsePatch(patch + around(153, 153).replace('line', 'line'))[0])[2].to, 153, 'lines past the count of the hunk are none of it');
  assert.equal(gapsOf(ended)[2].to, 151, 'fewer lines than git gives: the end of the file');
  const [longer] = parsePatch(patch.replace('-147,6 +148,5', '-147,7 +148,6') + around(153, 153));
  assert.equal(gapsOf(longer)[2].to, Infinity);
});

test('lines are shown by pieces from above and from below, and belong to the hunk beside them', () => {
  const up = reveal(file, whole, 27, 47);
  assert.equal(up.hunks.length, 2);
  assert.deepEqual([up.hunks[0].oldStart, up.hunks[0].newStart, up.hunks[0].header], [27, 27, '@@ -27,27 +27,28 @@']);
  const down = reveal(up, whole, 54, 74);
  assert.deepEqual(oldNumbers(down)[0], Array.from({length: 47}, (_, index) => index + 27));
  assert.ok(news(down).includes('55:line 54'));
  assert.deepEqual(gapsOf(down).map(gap => [gap.from, gap.to]), [[1, 27], [74, 147], [153, 201]]);
});

test('hunks whose gap is shown whole become one, and the head of the second goes', () => {
  const joined = reveal(file, whole, 54, 147);
  assert.equal(joined.hunks.length, 1);
  assert.equal(rowsOf(joined, 'unified').filter(row => row.type === 'hunk').length, 1);
  assert.equal(joined.hunks[0].section, 'line 40');
});

test('a file that is shown whole is what git has, line by line', () => {
  const all = reveal(file, whole, 1, Infinity);
  const expected = [...old];
  expected.splice(149, 1);
  expected.splice(49, 1, 'LINE 50', 'and more');
  assert.deepEqual(news(all), expected.map((line, index) => `${index + 1}:${line}`));
  assert.deepEqual(oldNumbers(all), [Array.from({length: 200}, (_, index) => index + 1)]);
  assert.ok(isWhole(all) && !isWhole(file));
  assert.equal(rowsOf(all, 'unified')[0].type, 'line');
  assert.deepEqual([all.additions, all.deletions], [2, 2]);
});

test('lines in the middle of a gap stand by themselves', () => {
  const middle = reveal(file, whole, 90, 100);
  assert.deepEqual(oldNumbers(middle).map(list => list[0]), [47, 90, 147]);
  assert.equal(middle.hunks[1].newStart, 91);
  assert.equal(hiddenAt(file, 'new', 91), 90);
  assert.equal(hiddenAt(file, 'old', 50), undefined);
  assert.equal(reveal(middle, whole, 1, Infinity).hunks.length, 1);
});

test('a name of a function that is in sight is not said once more', () => {
  assert.equal(reveal(file, whole, 45, 47).hunks[0].section, 'line 40');
  assert.equal(reveal(file, whole, 38, 47).hunks[0].section, '');
});

test('a file keeps its carriage returns, its byte order mark and its missing last line feed', () => {
  const bytes = new TextEncoder().encode('\ufeffone\r\ntwo');
  assert.deepEqual(linesOf(bytes), {lines: ['\ufeffone\r', 'two'], noNewline: true});
  assert.deepEqual(linesOf(new TextEncoder().encode('one\n\n')), {lines: ['one', ''], noNewline: false});
  const all = reveal(parsePatch(patch)[0], {lines: old, noNewline: true}, 1, Infinity);
  assert.deepEqual(all.hunks[0].lines.filter(line => line.noNewline).map(line => line.old), [200]);
});

test('100,000 lines are shown at once', () => {
  const lines = Array.from({length: 100_000}, (_, index) => `line ${index + 1}`);
  const all = reveal(file, {lines, noNewline: false}, 1, Infinity);
  assert.equal(rowsOf(all, 'split').length, 100_001);
});

test('each change has a place to go to, in hunks and in a whole file', () => {
  const kinds = (diff: FileDiff) => { const rows = rowsOf(diff, 'unified'); return changesIn(rows).map(index => { const row = rows[index]; return row.type === 'line' ? row.line.old : row.type; }); };
  assert.deepEqual(kinds(file), ['hunk', 'hunk']);
  assert.deepEqual(kinds(reveal(file, whole, 1, Infinity)), [46, 146]);
});

test('pictures are known by what they hold, not by their name, and SVG is none', () => {
  const bytes = (text: string, more: number[] = []) => Uint8Array.from([...Array.from(text, character => character.charCodeAt(0)), ...more, ...Array(40).fill(0)]);
  assert.deepEqual(imageOf(bytes('\x89PNG\r\n\x1a\n', [0, 0, 0, 13, 73, 72, 68, 82, 0, 0, 1, 0, 0, 0, 0, 9])), {type: 'image/png', width: 256, height: 9});
  assert.deepEqual(imageOf(bytes('GIF89a', [4, 1, 2, 0])), {type: 'image/gif', width: 260, height: 2});
  assert.deepEqual(imageOf(bytes('\xff\xd8', [0xff, 0xe0, 0, 4, 0, 0, 0xff, 0xc0, 0, 17, 8, 0, 30, 0, 40])), {type: 'image/jpeg', width: 40, height: 30});
  assert.equal(imageOf(bytes('\xff\xd8\xff', [0xe0, 0xff, 0xff])), undefined);
  assert.equal(imageOf(bytes('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')), undefined);
  assert.equal(imageOf(bytes('').slice(0, 4)), undefined);
});

test('a line is found in the range of its run, and runs have colours of their own', () => {
  const attribution = new Attribution([{path: 'a', first: 10, last: 12, run: 'R2', ticket: 'T-2'}, {path: 'a', first: 3, last: 3, run: 'R1', ticket: 'T-1'}], ['R1', 'R2']);
  assert.deepEqual([2, 3, 4, 9, 10, 12, 13, 0].map(line => attribution.find('a', line)?.run), [undefined, 'R1', undefined, undefined, 'R2', 'R2', undefined, undefined]);
  assert.equal(attribution.find('b', 10), undefined);
  assert.deepEqual(['R1', 'R2', 'R3'].map(run => attribution.colourOf(run)), ['run-0', 'run-1', '']);
});

test('a range is read and written as git does', () => {
  for (const text of ['main..x/y', 'v1.0...HEAD~2', 'abc123']) assert.equal(formatRange(parseRange(text)), text);
  assert.deepEqual(parseRange('a...b'), {from: 'a', kind: '...', to: 'b'});
  assert.deepEqual(parseRange(' a .. b '), {from: 'a', kind: '..', to: 'b'});
  assert.deepEqual(parseRange('v1.0'), {from: '', kind: '...', to: 'v1.0'});
});
