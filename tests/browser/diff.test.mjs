// The diff of a run with what it leaves out: lines that nobody changed, pictures, and other files that are no text.
import assert from 'node:assert/strict';
import { renameSync } from 'node:fs';
import path from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { Browser } from './browser.mjs';
import { png } from './png.mjs';
import { git, Stage } from './worker.mjs';

const markup = '<img src=x onerror="alert(1)">';
const lines = Array.from({ length: 200 }, (_, index) => `line ${index + 1}${index === 19 ? ` ${markup}` : ''}`);
// A document that calls itself a picture, with a byte that makes it no text.
const hostile = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(2)"><script>alert(3)</script></svg>\0');
const made = { 'logo.png': png(64, 30, [48, 86, 211]), 'new.png': png(10, 20, [0, 128, 0]), 'data.bin': Buffer.alloc(900), 'evil.png': hostile };
const write = Object.entries(made).map(([name, bytes]) => `open('${name}','wb').write(base64.b64decode('${bytes.toString('base64')}'))`).join(';');
const edit = (old_text, new_text) => ({ name: 'edit_file', input: { path: 'docs/long.txt', old_text, new_text } });
const script = { scenarios: {
  change: [
    { tools: [edit('line 60\n', 'line sixty\n')] },
    { tools: [edit('line 140\n', 'line 140\nand one more\n')] },
    { tools: [{ name: 'run_command', input: { command: `python3 -c "import base64,os;${write};os.remove('old.png')"` } }] },
    { tools: [{ name: 'finish', input: { summary: 'Done.' } }] },
  ],
} };

let stage, browser, page, run, job;
const until = (what, ask) => browser.until(what, ask, 15);
const file = (name) => page.locator('section.file', { has: page.locator(`.file-head [title="${name}"]`) });
const bars = () => file('docs/long.txt').locator('.diff-row.hunk');
const open = async (hash = 'view=change') => {
  await page.goto('about:blank');
  await page.goto(`${stage.url}/runs/${run}#${hash}`);
  await page.locator('.diff-bar').waitFor();
};

before(async () => {
  stage = await Stage.set();
  browser = await Browser.open();
  page = browser.page;
  await stage.say(script);
  await stage.api('PUT', '/providers/scripted', { kind: 'openai-compatible', endpoint: `${stage.modelsUrl}/v1`, model: 'scripted', secret: 'k-1', is_default: true });
  stage.commit({ 'docs/long.txt': `${lines.join('\n')}\n`, 'logo.png': png(40, 30, [180, 35, 24]), 'old.png': png(8, 8, [0, 0, 0]), 'data.bin': Buffer.alloc(700) }, 'Long');
  await stage.api('POST', '/repositories', { alias: 'sample', clone_url: stage.remote });
  job = await stage.jobOf({ title: 'Change it', body: 'SCENARIO:change', repository: 'sample' });
  assert.equal(job.state, 'completed', job.summary);
  run = job.run_id;
  await page.goto(stage.link);
  await page.waitForURL((url) => !url.pathname.startsWith('/login'));
  await page.evaluate(() => localStorage.setItem('diff-style', 'unified'));
});
after(async () => {
  await browser?.close();
  await stage?.clear();
});
afterEach(() => assert.deepEqual(browser.taken(), [], 'the browser complained'));

/** The lines of the new file that the diff shows, by number, read while it is scrolled past. */
async function shown(name) {
  const found = new Map();
  const take = async () => {
    for (const [number, text] of await file(name).locator('.diff-row.unified').evaluateAll((rows) => rows.map((row) => [row.children[1].textContent, row.querySelector('.diff-code').textContent])))
      if (number) found.set(Number(number), text);
  };
  await file(name).evaluate((section) => section.scrollIntoView());
  const end = await page.evaluate(() => document.querySelector('.page').scrollTop) + (await file(name).boundingBox()).height;
  for (let at = end; at > -400; at -= 400) {
    await page.evaluate((top) => { document.querySelector('.page').scrollTop = top; }, Math.max(0, at));
    await page.evaluate(() => new Promise((resolve) => { requestAnimationFrame(() => requestAnimationFrame(resolve)); }));
    await take();
  }
  return found;
}

const numbers = (map) => [...map.keys()].sort((a, b) => a - b);
const upTo = (first, last) => Array.from({ length: last - first + 1 }, (_, index) => first + index);

test('what a diff leaves out is shown by pieces, from the keyboard as well, and then whole, as git has it', async () => {
  await page.setViewportSize({ width: 1280, height: 4600 }); // what is out of sight is not drawn
  await open();
  assert.deepEqual(await bars().locator('.all').allTextContents(), ['Show 56 unchanged lines', 'Show 74 unchanged lines', 'Show the rest of the file']);
  assert.deepEqual(numbers(await shown('docs/long.txt')), [...upTo(57, 63), ...upTo(138, 144)]);

  await bars().nth(0).getByRole('button', { name: 'Show the 20 lines before' }).focus();
  await page.keyboard.press('Enter');
  await bars().getByText('Show 36 unchanged lines').waitFor();
  await until('the focus is where it was', () => page.evaluate(() => document.activeElement?.dataset.way === 'up'));
  await page.keyboard.press('Enter');
  await bars().getByText('Show 16 unchanged lines').waitFor();
  await bars().nth(1).getByRole('button', { name: 'Show the next 20 lines' }).click();
  await bars().getByText('Show 54 unchanged lines').waitFor();
  await bars().nth(2).getByRole('button', { name: 'Show the next 20 lines' }).click();
  await bars().getByText('Show 37 unchanged lines').waitFor();
  const some = await shown('docs/long.txt');
  assert.deepEqual(numbers(some), [...upTo(17, 83), ...upTo(138, 164)]);
  assert.equal(some.get(20), `line 20 ${markup}`);

  await bars().nth(1).locator('.all').click();
  await until('two hunks became one', async () => await bars().count() === 2);
  const head = file('docs/long.txt').locator('.file-head');
  await head.getByRole('button', { name: 'Show the whole file' }).click();
  await until('nothing is left out', async () => await bars().count() === 0);
  const { branch } = await stage.api('GET', `/runs/${run}`).then((view) => view.run);
  const expected = git(stage.remote, 'show', `${branch}:docs/long.txt`).trimEnd().split('\n');
  const all = await shown('docs/long.txt');
  assert.deepEqual(numbers(all).map((number) => all.get(number)), expected);
  assert.equal(await page.locator('main .diff-row img, main script').count(), 0);

  await head.getByRole('button', { name: 'Show the changes alone' }).click();
  await until('the changes alone', async () => await bars().count() === 3);
  await page.setViewportSize({ width: 1280, height: 860 });
});

test('a link to a line that the diff leaves out shows it', async () => {
  await open('file=docs%2Flong.txt&line=100');
  const chosen = page.locator('.diff-row.chosen');
  await chosen.waitFor();
  assert.equal(await chosen.locator('.diff-code').textContent(), 'line 100');
});

test('pictures stand side by side as they were and are, and a document is none', async () => {
  await open('file=logo.png');
  const pictures = (name) => until(`pictures of ${name}`, async () => {
    await page.locator(`.tree-row[title="${name}"]`).click();
    const found = await file(name).locator('img').evaluateAll((all) => all.map((one) => one.complete && one.naturalWidth && [one.alt, one.naturalWidth, one.naturalHeight, one.src.slice(0, 15)]));
    return found.length && found.every(Boolean) && found;
  });
  assert.deepEqual(await pictures('logo.png'), [['logo.png before the change', 40, 30, 'data:image/png;'], ['logo.png after the change', 64, 30, 'data:image/png;']]);
  assert.match(await file('logo.png').locator('.picture.before figcaption').innerText(), /40 × 30, \d+ B/);
  const [before_, after_] = [await file('logo.png').locator('.before').boundingBox(), await file('logo.png').locator('.after').boundingBox()];
  assert.ok(before_.y === after_.y && before_.x < after_.x, 'side by side');
  assert.deepEqual(await pictures('new.png'), [['new.png after the change', 10, 20, 'data:image/png;']]);
  assert.deepEqual(await pictures('old.png'), [['old.png before the change', 8, 8, 'data:image/png;']]);
  await page.locator('.tree-row[title="evil.png"]').click();
  await file('evil.png').getByText('It is no picture that a page can show.').waitFor();
  assert.equal(await file('evil.png').locator('img').count(), 0);
  await page.locator('.tree-row[title="data.bin"]').click();
  await file('data.bin').getByText('Binary file: 700 B → 900 B').waitFor();
});

test('the diff with all its parts looks right', async () => {
  await open('file=logo.png');
  await file('logo.png').locator('img').first().waitFor();
  await browser.looksRight('diff-pictures');
  await open('file=docs%2Flong.txt');
  await bars().first().waitFor();
  await browser.looksRight('diff-more');
});

test('the live page and the audit of the run show more in the same way', async () => {
  await page.goto(`${stage.url}/live/${job.id}#view=change`);
  await page.locator('.tree-row[title="docs/long.txt"]').click();
  await bars().getByRole('button', { name: 'Show 56 unchanged lines' }).click();
  await file('docs/long.txt').locator('.diff-code', { hasText: /^line 1$/ }).first().waitFor();
  await page.goto(`${stage.url}/audit/${run}`);
  await until('the diff is in sight', async () => { await page.locator('[data-part="Diff"]').evaluate((part) => part.scrollIntoView()).catch(() => {}); return await bars().count() > 0; });
  await bars().getByRole('button', { name: 'Show 56 unchanged lines' }).click();
  await file('docs/long.txt').locator('.diff-code', { hasText: /^line 1$/ }).first().waitFor();
});

test('without a mirror it is said once that there is no more, and the control goes', async () => {
  const mirrors = path.join(stage.data, 'mirrors');
  renameSync(mirrors, `${mirrors}.away`);
  try {
    await open();
    await bars().nth(0).locator('.all').click();
    await page.locator('.toasts .note', { hasText: /^No more lines can be shown\. There is no mirror/ }).waitFor();
    assert.equal(await page.locator('.toasts .note').count(), 1);
    assert.equal(await page.locator('.gap-button').count(), 0);
    assert.match(await bars().nth(0).innerText(), /56 unchanged lines/);
    assert.equal(await file('docs/long.txt').getByRole('button', { name: 'Show the whole file' }).count(), 0);
    await page.locator('.tree-row[title="logo.png"]').click();
    await file('logo.png').getByText('There is no mirror').first().waitFor();
    await browser.looksRight('diff-no-mirror');
  } finally {
    renameSync(`${mirrors}.away`, mirrors);
  }
  assert.deepEqual(browser.taken(/status of 404/), []);
});
