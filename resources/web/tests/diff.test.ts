import assert from 'node:assert/strict';
import test from 'node:test';
import {cut} from '../src/diff/highlight.ts';
import {breaksOf, offsetsOf, rowAt, rowsOf, wrapped} from '../src/model/diffRows.ts';
import {parsePatch, unquote} from '../src/model/patch.ts';
import {changedSpans} from '../src/model/spans.ts';
import {treeRows} from '../src/model/tree.ts';

const patch = `diff --git a/a.txt b/a.txt
index 1..2 100644
--- a/a.txt
+++ b/a.txt
@@ -1,4 +1,5 @@ head
 one
-two
-three
+TWO
+--- not a header
+more
 four
\\ No newline at end of file
diff --git a/old name.txt b/new name.txt
similarity index 100%
rename from old name.txt
rename to new name.txt
diff --git a/x.png b/x.png
new file mode 100644
Binary files /dev/null and b/x.png differ
diff --git "a/sp\\303\\244t.txt" "b/sp\\303\\244t.txt"
deleted file mode 100644
--- "a/sp\\303\\244t.txt"
+++ /dev/null
@@ -1 +0,0 @@
-gone
`;

test('files, kinds of change, and numbers of lines are read from a patch', () => {
  const [text, renamed, binary, deleted] = parsePatch(patch);
  assert.equal(text.path, 'a.txt');
  assert.deepEqual([text.additions, text.deletions], [3, 2]);
  assert.equal(text.hunks[0].section, 'head');
  assert.equal(text.hunks[0].lines[4].text, '--- not a header');
  const last = text.hunks[0].lines[6];
  assert.deepEqual([last.old, last.new, last.noNewline], [4, 5, true]);
  assert.deepEqual([renamed.change, renamed.oldPath, renamed.path], ['renamed', 'old name.txt', 'new name.txt']);
  assert.deepEqual([binary.change, binary.isBinary, binary.path], ['added', true, 'x.png']);
  assert.deepEqual([deleted.change, deleted.path, deleted.deletions], ['deleted', 'spät.txt', 1]);
});

test('quoted names of git are read', () => {
  assert.equal(unquote('"a\\tb\\"c\\\\"'), 'a\tb"c\\');
  assert.equal(unquote('plain name'), 'plain name');
});

test('removed and added lines stand against each other', () => {
  const [file] = parsePatch(patch);
  const split = rowsOf(file, 'split');
  assert.deepEqual(split.slice(2).map(row => row.type === 'split' && [row.left?.text, row.right?.text]), [['two', 'TWO'], ['three', '--- not a header'], [undefined, 'more'], ['four', 'four']]);
  const unified = rowsOf(file, 'unified');
  assert.equal(unified.length, 8);
  assert.ok(unified[2].type === 'line' && unified[2].pair?.text === 'TWO');
});

test('the head of a hunk says how many unchanged lines are left out before it', () => {
  const [file] = parsePatch('diff --git a/a b/a\n--- a/a\n+++ b/a\n@@ -3,2 +3,3 @@\n x\n+y\n z\n@@ -10,1 +11,1 @@ head\n-p\n+q\n');
  const heads = rowsOf(file, 'unified').filter(row => row.type === 'hunk');
  assert.deepEqual(heads.map(row => row.type === 'hunk' && [row.hidden, row.text]), [[2, ''], [5, 'head']]);
});

test('heights of wrapped lines add up and rows are found by height', () => {
  assert.deepEqual(breaksOf('the quick brown', 10), [10]);
  assert.deepEqual(breaksOf('price.total(first, second)', 20), [19]);
  assert.deepEqual(breaksOf('\tabcdefgh', 10), [7]);
  assert.deepEqual(breaksOf('日本語日本語', 8), [4]);
  assert.deepEqual(breaksOf('x'.repeat(20), 10), [10]);
  assert.equal(wrapped('x'.repeat(21), 10), 3);
  assert.equal(wrapped('', 10), 1);
  const [file] = parsePatch(patch);
  const rows = rowsOf(file, 'unified');
  const offsets = offsetsOf(rows, 10, 18, 28);
  assert.equal(offsets[rows.length], 28 + 18 * 6 + 36);
  assert.equal(rowAt(offsets, 0), 0);
  assert.equal(rowAt(offsets, 29), 1);
  assert.equal(rowAt(offsets, 1e9), rows.length - 1);
});

test('spans name the words that changed', () => {
  const spans = changedSpans('const total = price * 2;', 'const total = cost * 2;');
  assert.deepEqual(spans, {removed: [[14, 19]], added: [[14, 18]]});
});

test('lines with nothing in common have no spans, nor have huge ones', () => {
  assert.equal(changedSpans('alpha beta', '(1 + 2)'), undefined);
  assert.equal(changedSpans('x'.repeat(5000), 'y'), undefined);
});

test('tokens are cut at the borders of spans and lose no character', () => {
  const found = cut([{text: 'const', name: 'hljs-keyword'}, {text: ' total', name: ''}], [[3, 8]]);
  assert.equal(found.map(token => token.text).join(''), 'const total');
  assert.deepEqual(found.filter(token => token.isMarked).map(token => token.text), ['st', ' to']);
});

test('a wrapped line loses no character', () => {
  const text = 'const total = price.of(first) + price.of(second);';
  const found = cut([{text, name: ''}], [[6, 11]], breaksOf(text, 12));
  assert.equal(found.map(piece => piece.text).join(''), text);
  assert.equal(found.filter(piece => piece.isBelow).length, breaksOf(text, 12).length);
});

test('folders with a single folder inside are one row', () => {
  const rows = treeRows([{path: 'src/deep/down/b.ts'}, {path: 'src/deep/down/a.ts'}, {path: 'readme.md'}]);
  assert.deepEqual(rows.map(row => [row.depth, row.name]), [[0, 'src/deep/down'], [1, 'a.ts'], [1, 'b.ts'], [0, 'readme.md']]);
});

test('100,000 changed lines are parsed and laid out well under a second', () => {
  const lines = Array.from({length: 50_000}, (_, i) => `-old line ${i} ${'x'.repeat(i % 90)}\n+new line ${i}\n`).join('');
  const begin = process.cpuUsage(); // others may use the machine as well
  const [file] = parsePatch(`diff --git a/big b/big\n--- a/big\n+++ b/big\n@@ -1,50000 +1,50000 @@\n${lines}`);
  const rows = rowsOf(file, 'split');
  offsetsOf(rows, 60, 18, 28);
  assert.equal(file.additions, 50_000);
  const took = process.cpuUsage(begin).user / 1000;
  assert.ok(took < 1000, `${took} ms`);
});
