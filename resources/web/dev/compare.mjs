// Refs, comparisons and whole files of the development server.
import {png} from '../../../tests/browser/png.mjs';
import {patch as storyPatch} from './story.mjs';

const hash = digit => String(digit).repeat(40);
const hostile = '<img src=x onerror=alert(1)>';
const [from, to] = [hash('8'), hash('3')];
const runs = ['01JD8Z6Q4V7N2MZK3F5C8R1STA', '01JD7001Q4V7N2MZK3F5C8R1ST'];

const kept = number => `  const kept${number} = ${number - 1}; // line ${number}, which nobody changed`;
const context = (first, last) => Array.from({length: last - first + 1}, (_, index) => ` ${kept(first + index)}\n`).join('');
const longFile = `diff --git a/src/order/total.ts b/src/order/total.ts
index 1f0c3b2..9a7e451 100644
--- a/src/order/total.ts
+++ b/src/order/total.ts
@@ -60,7 +60,8 @@ export function totalOf(order: Order): number {
${context(60, 62)}-${kept(63)}
+  const first = toCents(order.first);
+  const second = toCents(order.second);
${context(64, 66)}@@ -140,6 +141,7 @@ export function countOf(order: Order): number {
${context(140, 142)}+  const third = 3;
${context(143, 145)}`;

const patch = `${longFile}${storyPatch}diff --git a/assets/logo.png b/assets/logo.png
index 1f0c3b2..9a7e451 100644
Binary files a/assets/logo.png and b/assets/logo.png differ
diff --git a/data/rates.bin b/data/rates.bin
index 1f0c3b2..9a7e451 100644
Binary files a/data/rates.bin and b/data/rates.bin differ
diff --git a/docs/${hostile}.md b/docs/${hostile}.md
new file mode 100644
index 0000000..4c1d2aa
--- /dev/null
+++ b/docs/${hostile}.md
@@ -0,0 +1,2 @@
+Text.
+<script>alert(2)</script>
`;

export const runPatch = patch.slice(0, patch.indexOf(`diff --git a/docs/${hostile}`));

/** The old file as the patch tells it, with lines made up where it leaves some out. */
function oldText(path) {
  const start = patch.indexOf(`--- a/${path}\n`);
  if (start < 0) return undefined;
  const lines = [];
  let at = 0;
  for (const line of patch.slice(start).split('\n').slice(2)) {
    const head = /^@@ -(\d+)/.exec(line);
    if (head) at = Number(head[1]) - 1;
    else if (line.startsWith('diff --git')) break;
    else if (line[0] === ' ' || line[0] === '-') lines[at++] = line.slice(1);
  }
  return Array.from({length: at + 47}, (_, index) => lines[index] ?? kept(index + 1)).join('\n') + '\n';
}

function bytesOf(path, side) {
  if (path.endsWith('.png')) return side === 'before' ? png(96, 96, [180, 35, 24]) : png(128, 96, [48, 86, 211]);
  if (path.endsWith('.bin')) return Buffer.alloc(side === 'before' ? 700 : 23_456);
  const text = oldText(path);
  return text === undefined ? undefined : Buffer.from(text);
}

export function fileOf(path, side) {
  const bytes = bytesOf(path, side);
  return bytes && {path, side, base64: bytes.toString('base64')};
}

export function refsOf(now) {
  const at = hours => new Date(now - hours * 3600_000).toISOString();
  const ref = (name, kind, digit, subject, hours) => ({name, kind, commit: hash(digit), subject, at: at(hours)});
  return {default_branch: 'main', fetched_at: at(0.2), items: [ref('tickets/shop-148', 'branch', 3, 'SHOP-148: Codes end', 1), ref('main', 'branch', 8, 'Read the configuration once', 7), ref('v2.4.0', 'tag', 7, 'Release 2.4.0', 90), ref(`x/${hostile}`, 'branch', 6, hostile, 200)]};
}

export function comparisonOf(range, now) {
  const at = hours => new Date(now - hours * 3600_000).toISOString();
  if (range === 'main...main') return {range, from: to, to, patch: '', is_cut: false, files: [], commits: [], commits_cut: false, lines: [], attribution_cut: false};
  const people = Array.from({length: 9}, (_, index) => ({id: hash('abcdef019'[index]), subject: index === 4 ? `Name ${hostile}` : ['Say what a code costs', 'Round half up', 'Test the last day', 'Merge the tickets of this week'][index % 4], author: index % 2 ? 'Mara Lindgren' : 'Jon <jon@example.org>', at: at(20 + index)}));
  return {range, from, to, patch, is_cut: false, files: [], attribution_cut: range.includes('v2'), commits_cut: range.includes('v2'),
    commits: [{id: to, subject: 'SHOP-148: Let codes end on their last day, and read them without regard to case or to spaces around them', author: 'MergeLoom', at: at(1), run: runs[0], ticket: 'SHOP-148'}, people[0], {id: hash('5'), subject: 'SHOP-140: Invoices carry the order number', author: 'MergeLoom', at: at(16), run: runs[1], ticket: 'SHOP-140'}, ...people.slice(1)],
    lines: [{path: 'src/order/total.ts', first: 63, last: 64, run: runs[0], ticket: 'SHOP-148'}, {path: 'src/order/total.ts', first: 144, last: 144, run: runs[1], ticket: 'SHOP-140'}, {path: 'src/pricing/discount.ts', first: 2, last: 2, run: runs[0], ticket: 'SHOP-148'}, {path: 'src/pricing/discount.ts', first: 8, last: 9, run: runs[0], ticket: 'SHOP-148'}, {path: 'src/pricing/discount.ts', first: 12, last: 15, run: runs[1], ticket: 'SHOP-140'},
      {path: 'src/pricing/discount.ts', first: 17, last: 21, run: runs[0], ticket: 'SHOP-148'}, {path: 'src/pricing/rounding.ts', first: 1, last: 12, run: runs[1], ticket: 'SHOP-140'}, {path: `docs/${hostile}.md`, first: 1, last: 2, run: runs[0], ticket: hostile}]};
}
