// Two commits of a repository against each other: what differs, and which lines came from which run. Names may be markup.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { Browser } from './browser.mjs';
import { png } from './png.mjs';
import { git, Stage } from './worker.mjs';

const markup = '<img src=x onerror=alert(1)>';
const hostileFile = `docs/${markup}.txt`;
const hostileBranch = 'x/<img/src=x/onerror=alert(2)>';
const long = Array.from({ length: 120 }, (_, index) => `line ${index + 1}\n`).join('');
const write = (path, content) => ({ tools: [{ name: 'write_file', input: { path, content } }] });
const edit = (old_text, new_text) => ({ tools: [{ name: 'edit_file', input: { path: 'long.txt', old_text, new_text } }] });
const finish = { tools: [{ name: 'finish', input: { summary: 'Done.' } }] };
const script = { scenarios: {
  first: [edit('line 30\n', 'line thirty\nand one more\n'), edit('line 90\n', 'LINE 90\nLINE 90 AND A HALF\nLINE 90 AND A BIT\n'), write(hostileFile, '<script>alert(3)</script>\nsecond\n'), finish],
  second: [edit('line 60\n', 'line sixty\n'), finish],
} };

let stage, browser, page, job, other;
const until = (what, ask) => browser.until(what, ask, 15);
const see = (text) => page.getByText(text).first().waitFor();
const compare = async (range) => {
  await page.goto('about:blank');
  await page.goto(`${stage.url}/repositories/sample/compare${range ? `?range=${encodeURIComponent(range)}` : ''}`);
};
const file = (name) => page.locator('section.file').filter({ has: page.getByTitle(name, { exact: true }) });
const field = (name) => page.locator(`.range-form [name=${name}]`);

before(async () => {
  stage = await Stage.set();
  browser = await Browser.open();
  page = browser.page;
  await stage.say(script);
  await stage.api('PUT', '/providers/scripted', { kind: 'openai-compatible', endpoint: `${stage.modelsUrl}/v1`, model: 'scripted', secret: 'k-1', is_default: true });
  stage.commit({ 'long.txt': long, 'logo.png': png(40, 30, [180, 35, 24]) }, 'Long');
  await stage.api('POST', '/repositories', { alias: 'sample', clone_url: stage.remote });
  job = await stage.jobOf({ title: 'Do the first', body: 'SCENARIO:first', repository: 'sample' });
  assert.equal(job.state, 'completed', job.summary);
  // The second run goes on from what the first pushed, with a person between them.
  git(stage.remote, 'update-ref', 'refs/heads/main', `refs/heads/${job.branch}`);
  stage.commit({ 'long.txt': git(stage.remote, 'show', 'main:long.txt').replace('LINE 90 AND A HALF', 'A person wrote this'), 'logo.png': png(64, 30, [48, 86, 211]) }, `Person ${markup}`);
  other = await stage.jobOf({ title: 'Do the second', body: 'SCENARIO:second', repository: 'sample' });
  assert.equal(other.state, 'completed', other.summary);
  git(stage.remote, 'update-ref', `refs/heads/${hostileBranch}`, `refs/heads/${other.branch}`);
  git(stage.remote, 'tag', 'v1', 'main~2');
  await stage.api('POST', '/repositories/sample/test');
  await page.goto(stage.link);
  await page.waitForURL((url) => !url.pathname.startsWith('/login'));
  await page.evaluate(() => localStorage.setItem('diff-style', 'unified'));
});
after(async () => {
  await browser?.close();
  await stage?.clear();
});
afterEach(() => assert.deepEqual(browser.taken(), [], 'the browser complained'));

/** What git blames, as lines of the file by run. */
function blamed(path) {
  const runOf = { [git(stage.remote, 'rev-parse', job.branch).trim()]: job.run_id, [git(stage.remote, 'rev-parse', other.branch).trim()]: other.run_id };
  return git(stage.remote, 'blame', '--line-porcelain', other.branch, '--', path).split('\n').map((line) => /^([0-9a-f]{40}) \d+ (\d+)/.exec(line))
    .filter((match) => match && runOf[match[1]]).map((match) => `${match[2]} ${runOf[match[1]]}`);
}

test('refs are offered, and what is chosen is in the address', async () => {
  await page.goto(`${stage.url}/repositories`);
  await page.getByRole('link', { name: 'Compare in sample' }).waitFor(); // keys are heard once the page is there
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Search and commands' }).waitFor();
  await page.keyboard.type('compare sample');
  await page.locator('dialog li', { hasText: 'Compare in sample' }).waitFor();
  await page.keyboard.press('Enter');
  await see('Choose what to compare');
  await page.goBack();
  await page.getByRole('link', { name: 'Compare in sample' }).click();
  await see('Choose what to compare');
  assert.equal(await page.locator('h1').innerText(), 'Compare in sample');
  await until('the default branch', async () => await field('from').inputValue() === 'main');
  const offered = await field('to').evaluate((input) => [...input.list.options].map((option) => option.value));
  assert.deepEqual(offered.sort(), ['main', job.branch, other.branch, hostileBranch, 'v1'].sort());
  await browser.looksRight('compare-empty');

  await field('from').fill('v1');
  await field('to').fill(other.branch);
  await page.locator('.range-form [name=kind]').selectOption('..');
  await field('to').press('Enter');
  await page.getByRole('region', { name: 'Commits of the range' }).waitFor();
  assert.equal(new URL(page.url()).searchParams.get('range'), `v1..${other.branch}`);
  await page.getByRole('button', { name: 'Swap the two' }).click();
  assert.deepEqual([await field('from').inputValue(), await field('to').inputValue()], [other.branch, 'v1']);
  await page.getByRole('button', { name: 'Compare', exact: true }).click();
  await page.waitForURL((url) => url.searchParams.get('range') === `${other.branch}..v1`);
  await page.goBack();
  await until('the range of before', async () => await field('to').inputValue() === other.branch);
});

test('commits have their tickets and runs, and lines the run that git blame gives them to', async () => {
  await page.setViewportSize({ width: 1280, height: 3000 }); // what is out of sight is not drawn
  await compare(`v1...${other.branch}`);
  const rows = page.getByRole('region', { name: 'Commits of the range' }).locator('tbody tr');
  await rows.first().waitFor();
  assert.deepEqual(await rows.evaluateAll((all) => all.map((row) => row.querySelector('a.run-link')?.getAttribute('href') ?? '')), [`/audit/${other.run_id}`, '', `/audit/${job.run_id}`]);
  assert.match(await rows.nth(0).innerText(), new RegExp(other.ticket_key));
  assert.match(await rows.nth(1).innerText(), /Person <img src=x onerror=alert\(1\)>[\s\S]*Sample/);
  const marks = (name) => file(name).locator('.diff-row.unified').evaluateAll((all) => all.map((row) => [row.children[1].textContent, row.querySelector('a.diff-run')]).filter(([, mark]) => mark)
    .map(([number, mark]) => `${number} ${mark.getAttribute('href').split('/').pop()}`));
  await until('the diff', async () => (await marks('long.txt')).length > 0);
  assert.deepEqual(await marks('long.txt'), blamed('long.txt'));
  assert.deepEqual(await marks(hostileFile), blamed(hostileFile));
  assert.deepEqual(await file('long.txt').locator('a.diff-run .clip').allTextContents(), [job.ticket_key, other.ticket_key, job.ticket_key, job.ticket_key]);
  const colours = await page.evaluate(() => Object.fromEntries([...document.querySelectorAll('a.diff-run, a.run-link')].map((mark) => [mark.getAttribute('href'), getComputedStyle(mark).getPropertyValue('--run')])));
  assert.equal(new Set(Object.values(colours)).size, 2);
  assert.ok(Object.values(colours).every(Boolean));
  assert.equal(await page.locator('main .file-head img, main .diff-row img, main td img, main script').count(), 0);
  await page.setViewportSize({ width: 1280, height: 860 });
});

test('more of a file and its pictures are shown as in the diff of a run, and places have links', async () => {
  await compare(`v1...${other.branch}`);
  await page.locator('.tree-row[title="long.txt"]').click();
  await file('long.txt').getByRole('button', { name: 'Show 26 unchanged lines' }).click();
  await file('long.txt').locator('.diff-code', { hasText: /^line 1$/ }).waitFor();
  await page.locator('.tree-row[title="logo.png"]').click();
  await until('both pictures', async () => (await file('logo.png').locator('img').evaluateAll((all) => all.map((one) => one.complete && one.naturalWidth))).join() === '40,64');
  await page.locator('.tree-row[title="long.txt"]').click();
  await file('long.txt').locator('.diff-row', { hasText: 'line thirty' }).locator('.diff-number.added').last().click();
  assert.match(page.url(), /#file=long\.txt&line=30$/);
  const address = page.url();
  await page.goto('about:blank');
  await page.goto(address);
  await page.locator('.diff-row.chosen').waitFor();
});

test('a mark and a commit lead to the audit of their run', async () => {
  await compare(`v1...${other.branch}`);
  await page.locator('a.run-link').last().click();
  await page.waitForURL(`${stage.url}/audit/${job.run_id}`);
  await page.goBack();
  await page.locator('.tree-row[title="long.txt"]').click();
  await file('long.txt').locator('a.diff-run', { hasText: other.ticket_key }).focus();
  await page.keyboard.press('Enter');
  await page.waitForURL(`${stage.url}/audit/${other.run_id}`);
});

test('the page looks right with side by side and with hostile names', async () => {
  await page.evaluate(() => localStorage.removeItem('diff-style'));
  await compare(`v1...${hostileBranch}`);
  await page.locator('a.run-link').first().waitFor();
  await browser.looksRight('compare');
  await page.locator('.tree-row[title="long.txt"]').click();
  await file('long.txt').locator('a.diff-run').first().waitFor();
  await browser.looksRight('compare-diff');
  await page.setViewportSize({ width: 2560, height: 1200 });
  assert.deepEqual(await browser.faults('compare at 2560 px'), []);
  await page.setViewportSize({ width: 1280, height: 860 });
  assert.equal(await field('to').inputValue(), hostileBranch);
});

test('a finished run is compared with the base branch', async () => {
  await page.goto(`${stage.url}/runs/${other.run_id}`);
  await page.getByRole('link', { name: 'Compare', exact: true }).click();
  await page.locator('a.run-link').first().waitFor();
  assert.equal(new URL(page.url()).searchParams.get('range'), `main...${git(stage.remote, 'rev-parse', other.branch).trim()}`);
  assert.deepEqual(await page.locator('a.run-link').evaluateAll((all) => all.map((one) => one.getAttribute('href'))), [`/audit/${other.run_id}`]);
});

test('nothing that differs is said, and a wrong range gives the words of the worker', async () => {
  await compare('main...main');
  await see('Nothing differs');
  await browser.looksRight('compare-nothing');
  await compare('main...nowhere');
  await page.locator('.note.failed', { hasText: 'no branch, tag or commit "nowhere"' }).waitFor();
  await browser.looksRight('compare-wrong');
  assert.deepEqual(browser.taken(/status of 404/), []);
  await compare('main..--output=x');
  await page.locator('.note.failed', { hasText: 'is no name of a branch, a tag or a commit' }).waitFor();
  assert.deepEqual(browser.taken(/status of 400/), []);
});

test('without a mirror it is said what makes one, and a fetch does', async () => {
  const remote = `${stage.directory}/fresh.git`;
  git(stage.directory, 'clone', '-q', '--bare', stage.remote, remote);
  await stage.api('POST', '/repositories', { alias: 'fresh', clone_url: remote });
  await page.goto(`${stage.url}/repositories/fresh/compare`);
  await page.locator('.note.failed', { hasText: 'no mirror of "fresh" on this host yet' }).waitFor();
  assert.deepEqual(browser.taken(/status of 404/), []);
  await page.getByRole('button', { name: 'Fetch now' }).click();
  await see('Choose what to compare');
  await until('the default branch', async () => await field('from').inputValue() === 'main');
});
