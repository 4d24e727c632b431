// Looks runs up as an auditor would: narrows the list, reads a record, hands on a bundle that somebody else opens as a file, with no
// worker and no network. With MERGELOOM_AUDIT_STORE=DIR the pages are those of a worker with that data directory, however large it is.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { recordIn, tamperings } from '../servers/run-bundle.mjs';
import { Browser } from './browser.mjs';
import { Stage } from './worker.mjs';

const store = process.env.MERGELOOM_AUDIT_STORE;
const shots = process.env.MERGELOOM_SHOTS; // a folder for pictures to look at
const markup = '<img src=x onerror="alert(1)"></script><script>alert(2)</script><!-- <script>';
const script = { scenarios: {
  one: [
    { text: `I will look. ${markup}`, tools: [{ name: 'read_file', input: { path: 'README.md' } }] },
    { tools: [{ name: 'edit_file', input: { path: 'README.md', old_text: 'Counts the words of text files.', new_text: `Counts the words of text files. ${markup}` } }] },
    { tools: [{ name: 'run_command', input: { command: 'python3 -c "print(\'<b>out</b>\' * 3)"' } }] },
    { tools: [{ name: 'finish', input: { summary: `Changed one line. ${markup}` } }] },
  ],
  two: [{ tools: [{ name: 'finish', input: { summary: 'There was nothing to do.' } }] }],
} };

let stage, browser, page;
const runs = {};

before(async () => {
  stage = await Stage.set(store);
  browser = await Browser.open();
  page = browser.page;
  if (store) return;
  await stage.say(script);
  await stage.api('PUT', '/providers/scripted', { kind: 'openai-compatible', endpoint: `${stage.modelsUrl}/v1`, model: 'scripted', secret: 'k-1', is_default: true });
  await stage.api('POST', '/repositories', { alias: 'sample', clone_url: stage.remote, settings: { validation_commands: ['python3 -m unittest -q'] } });
  for (const name of Object.keys(script.scenarios)) {
    const { job } = await stage.api('POST', '/tickets', { title: `Do ${name} ${markup}`, body: `SCENARIO:${name}\n\n${markup}`, repository: 'sample' });
    const ended = await until(`${name} ends`, async () => {
      const now = await stage.api('GET', `/jobs/${job.id}`);
      return !['queued', 'leased', 'running'].includes(now.state) && now;
    });
    runs[name] = ended.run_id;
  }
});
after(async () => {
  await browser?.close();
  await stage?.clear();
});
// A store that was made elsewhere may name tickets and repositories that are not in it.
afterEach(() => assert.deepEqual(browser.taken(store ? /status of 404/ : undefined), [], 'the browser complained'));

const until = (what, ask, seconds) => browser.until(what, ask, seconds);
const rows = () => page.locator('tbody tr').count();
const search = () => new URL(page.url()).searchParams;
const shot = async (name) => shots && page.screenshot({ path: path.join(shots, `${name}.png`), fullPage: true });

test('the list pages on, narrows, and its filters are in the address', async () => {
  await page.goto(stage.link);
  await page.waitForURL((url) => !url.pathname.startsWith('/login'));
  await page.goto(`${stage.url}/audit`);
  await page.locator('tbody tr').first().waitFor();
  const whole = await rows();
  if (store) {
    await page.getByRole('button', { name: 'Show more' }).click();
    await until('the next page', async () => await rows() > whole);
  } else assert.equal(whole, 2);
  await page.getByLabel('Outcome').selectOption('completed');
  await until('the filter in the address', () => search().get('state') === 'completed');
  await until('only completed runs', async () => (await page.locator('tbody .status .word').allTextContents()).every((word) => word === 'Completed'));
  await page.getByRole('button', { name: 'Clear all' }).click();
  await until('no filter', () => !search().toString());

  const key = await page.locator('tbody .under span').first().innerText();
  await page.getByLabel('Search runs').fill(key);
  await until('the search in the address', () => search().get('q') === key);
  await until('the run of that ticket', async () => (await page.locator('tbody .under span:first-child').allTextContents()).includes(key));
  await page.getByRole('button', { name: 'Clear all' }).click();
  await until('no search', () => !search().toString());

  await page.getByRole('button', { name: 'More filters' }).click();
  for (const [name, value] of [['min_tokens', '999999999999'], ['branch', 'no/such-branch'], ['ticket', 'NO-1'], ['min_cost_usd', '1000000'], ['until', '2001-01-01']]) {
    await page.fill(`[name=${name}]`, value);
    await until(`${name} in the address`, () => search().get(name) === value);
    await page.getByText('No run fits these filters').waitFor();
    await page.getByRole('button', { name: 'Clear all' }).click();
    await until('runs again', async () => await rows() > 0);
  }
  for (const name of ['reason', 'requester', 'model', 'pushed']) {
    const value = await page.locator(`select[name=${name}] option`).nth(1).getAttribute('value');
    await page.selectOption(`select[name=${name}]`, value);
    await until(`${name} in the address`, () => search().get(name) === value);
    await until('runs that fit', async () => await rows() > 0);
    await page.selectOption(`select[name=${name}]`, '');
  }
  await page.selectOption('select[name=pushed]', 'yes');
  await page.getByRole('button', { name: 'More filters' }).click();
  await page.getByRole('button', { name: 'Branch: pushed' }).waitFor();
  await page.reload();
  await page.getByRole('button', { name: 'Branch: pushed' }).click();
  await until('the filter is gone', () => !search().has('pushed'));
});

test('filters are reached and set by the keyboard alone', async () => {
  await page.goto(`${stage.url}/audit`);
  await page.locator('tbody tr').first().waitFor();
  await page.getByLabel('Search runs').focus();
  await page.keyboard.type('zzzzqqqq');
  await page.getByText('No run fits these filters').waitFor();
  for (let step = 0; step < 20 && !(await page.evaluate(() => document.activeElement?.textContent === 'Clear all')); ++step) await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await until('runs again', async () => await rows() > 0);
  await page.getByRole('button', { name: 'More filters' }).focus();
  await page.keyboard.press('Enter');
  await page.locator('#more-filters').waitFor();
  await browser.looksRight('audit-filters');
});

test('the panel of the log tells how far it is verified, and verifies now', async () => {
  await page.goto(`${stage.url}/audit`);
  const panel = page.locator('#log');
  await panel.locator('summary').click();
  await panel.getByText('Public key').waitFor();
  await panel.getByRole('button', { name: 'Verify now' }).click();
  await until('it is verified', async () => /all of it fits/.test(await panel.innerText()) && /Verified up to event \d/.test(await panel.innerText()) && await panel.getByRole('button', { name: 'Verify now' }).isEnabled(), store ? 1800 : 30);
  assert.match(await panel.innerText(), /audit-checkpoints\.jsonl/);
  await browser.looksRight('audit-log');
});

test('a run is opened from the list and shows all of its record', async () => {
  await page.goto(`${stage.url}/audit?state=completed`);
  const link = page.locator(store ? 'tbody a.title' : `tbody a[href="/audit/${runs.one}"]`).first();
  await link.click();
  for (const name of ['Claims against facts', 'Stages', 'Findings', 'Provider calls', 'Tool calls', 'Commands', 'Files', 'Diff', 'Brief', 'Ticket', 'Events'])
    await page.getByRole('heading', { name, exact: true }).waitFor();
  await page.getByText(/Verified up to event/).first().waitFor();
  if (store) return;
  await page.getByText(/with all events of this run/).waitFor();
  const tools = page.locator('section[data-part="Tool calls"]');
  await until('its tool calls', async () => await tools.locator('details').count() === 4);
  await tools.locator('summary').first().click();
  await tools.locator('pre', { hasText: 'Counts the words' }).first().waitFor();
  const commands = page.locator('section[data-part="Commands"]');
  await commands.locator('summary', { hasText: 'print' }).first().click();
  await commands.locator('.log-text', { hasText: '<b>out</b><b>out</b>' }).first().waitFor();
  await page.locator('section[data-part="Diff"] .diff-code', { hasText: '<img src=x' }).first().waitFor();
  await page.locator('section[data-part="Brief"] summary').click();
  await page.locator('section[data-part="Brief"] pre', { hasText: 'SCENARIO:one' }).waitFor();
  assert.equal(await page.locator('main img, main script').count(), 0);
  await browser.looksRight('audit-run');
});

async function download(name) {
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name }).click()]);
  return readFileSync(await file.path(), 'utf8');
}

/** Opens a file as somebody would who was sent it. */
async function open(html) {
  const file = path.join(stage.directory, 'opened.html');
  writeFileSync(file, html);
  await page.goto('about:blank');
  await page.goto(pathToFileURL(file).href);
  return page.locator('main.bundle');
}

test('the bundle of a run opens as a file without the worker, and proves itself', { skip: store && 'it is about one small run' }, async () => {
  const exported = JSON.parse(await download('Export JSON'));
  assert.equal(exported.run.run.id, runs.one);
  const bundle = await download('Proof bundle');
  const others = await (await fetch(`${stage.url}/api/v1/runs/${runs.two}/bundle`, { headers: { authorization: `Bearer ${stage.token()}` } })).text();
  await page.goto('about:blank');
  await stage.stop();
  try {
    const main = await open(bundle);
    await main.getByText(/The \d+ events fit the signature; compare the key/).waitFor();
    await page.fill('#held-key', recordIn(bundle).key);
    await main.getByText(/Proven: all \d+ events are what was signed/).waitFor();
    await shot('bundle-proven');
    assert.match(await main.locator('h1').innerText(), /^Do one <img src=x/);
    for (const [section, text] of [['Claims against facts', 'Changed one line. <img'], ['Stages', 'Implementation'], ['Provider calls', 'scripted'], ['Files', 'README.md'], ['Ticket', 'SCENARIO:one'], ['Events', 'run.finished']])
      await main.locator(`section[data-part="${section}"]`, { hasText: text }).waitFor();
    await main.locator('section[data-part="Commands"] summary', { hasText: 'print' }).first().click();
    await main.locator('section[data-part="Commands"] .log-text', { hasText: '<b>out</b><b>out</b>' }).first().waitFor();
    const diff = main.locator('section[data-part="Diff"]');
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight)); // out of sight, and back
    await until('nothing is drawn out of sight', async () => await diff.locator('.diff-code').count() === 0);
    await diff.locator('.diff-bar').scrollIntoViewIfNeeded();
    await page.evaluate(() => scrollBy(0, 300));
    await diff.locator('.diff-code', { hasText: '<img src=x' }).first().waitFor();
    if (shots) await page.screenshot({ path: path.join(shots, 'bundle-diff.png') });
    for (const stageOf of await main.locator('section[data-part="Activity"] details.opener > summary').all()) await stageOf.click();
    await main.locator('section[data-part="Activity"]', { hasText: 'I will look.' }).waitFor();
    assert.equal(await page.locator('main img, main script').count(), 0);
    assert.equal(await page.evaluate(() => performance.getEntriesByType('resource').length), 0, 'it asked for something');
    await browser.looksRight('bundle');

    for (const [what, html, inTerminal, inPage = inTerminal] of tamperings(bundle)) {
      const changed = await open(html);
      if (inPage === 'another key') {
        await page.fill('#held-key', recordIn(bundle).key);
        await changed.getByText('That is another key').waitFor();
      }
      const says = (words) => until(`${what}: ${words}`, async () => words.test(await changed.innerText()));
      await says(/This file does not fit|If this line stays/);
      if (inPage instanceof RegExp) await says(inPage);
      // The right key does not make it better; the page of a file that cannot be read has no place for one.
      if (await page.locator('#held-key').count()) await page.fill('#held-key', recordIn(bundle).key);
      await says(/This file does not fit|If this line stays/);
    }
    await shot('bundle-tampered');
    const blocked = await open(others);
    await blocked.getByText(/events fit the signature/).waitFor();
  } finally {
    await stage.start();
  }
});
