// What a run uses is seen against its limits while it goes on, a job says that it waits for a new day, and what is no limit is
// refused where it is typed.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Browser } from './browser.mjs';
import { Stage } from './worker.mjs';

const held = { tools: [{ name: 'run_command', input: { command: "python3 -c \"import time; [print('0123456789' * 30, flush=True) or time.sleep(0.2) for _ in range(600)]\"" } }] };
const costly = [{ ...held, usage: { input_tokens: 41000, output_tokens: 900 } }];
const script = { scenarios: { held: costly, tired: costly, waits: [{ tools: [{ name: 'finish', input: { summary: 'x' } }] }] } };

let stage, browser, page;
before(async () => {
  stage = await Stage.set();
  await stage.say(script);
  await stage.api('PUT', '/providers/claude-api', { kind: 'claude-api', endpoint: stage.modelsUrl, model: 'claude-sonnet-4-5', secret: 'k-1', is_default: true });
  await stage.api('POST', '/repositories', { alias: 'shop', clone_url: stage.remote,
    settings: { budgets: { tokens: 50000, cost_usd: 2, wall_seconds: 600, turns: 20, commands: 10, output_bytes: 1 << 20, disk_bytes: 64 << 20 } } });
  await stage.api('POST', '/repositories', { alias: 'tired', clone_url: stage.remote, settings: { day_budgets: { tokens: 60000 } } });
  browser = await Browser.open();
  page = browser.page;
  await page.goto(stage.link);
});
after(async () => {
  await browser?.close();
  await stage?.clear();
});

const ticket = async (repository, scenario) => (await stage.api('POST', '/tickets', { title: `Do ${scenario}`, body: `SCENARIO:${scenario}`, repository })).job;
const until = (what, ask) => browser.until(what, ask);
const used = async (label) => (await page.locator('.spend > div', { has: page.locator(`dt:text-is("${label}")`) }).locator('dd').textContent({ timeout: 1000 }).catch(() => '')) ?? '';
test('a run shows what it has used of each limit while it goes on', async () => {
  const job = await ticket('shop', 'held');
  await page.goto(`${stage.url}/live/${job.id}`);
  await until('the tokens of the first answer', async () => (await used('Tokens')) === '41.9 k of 50 k');
  assert.match(await used('Money'), /^\$0\.1\d of \$2\.00$/);
  assert.equal(await used('Turns'), '1 of 20');
  assert.equal(await used('Commands'), '1 of 10');
  assert.match(await used('Disk'), / of 64 MiB$/);
  const [time, output] = [await used('Time'), await used('Output')];
  assert.match(time, / of 10 min$/);
  let reads = 0;
  page.on('request', (request) => { reads += /\/api\/v1\/runs\/[^/]+$/.test(request.url()) ? 1 : 0; });
  await until('time that passes and output that grows', async () => await used('Time') !== time && await used('Output') !== output);
  assert.equal(reads, 0, 'the run was read again for a piece of output');
  assert.equal(await page.locator('.spend .near dt').textContent(), 'Tokens');
  await browser.looksRight('run');
  await page.goto(`${stage.url}/`);
  await until('the run on the dashboard', async () => /tokens 41\.9 k of 50 k/.test(await page.locator('.spend-line').first().textContent({ timeout: 1000 }).catch(() => '')));
  await browser.looksRight('dashboard');
  await stage.api('POST', `/jobs/${job.id}/cancel`, {});
  await until('the end of the run', async () => (await stage.api('GET', `/jobs/${job.id}`)).state === 'cancelled');
});

test('a job that waits for a new day says so on its page and in the queue', async () => {
  const first = await ticket('tired', 'tired');
  await until('an answer is paid for', async () => {
    const { run_id: run } = await stage.api('GET', `/jobs/${first.id}`);
    return run && (await stage.api('GET', `/runs/${run}`).catch(() => undefined))?.run.use.tokens > 0;
  });
  await stage.api('POST', `/jobs/${first.id}/cancel`, {});
  await until('the end of the run', async () => (await stage.api('GET', `/jobs/${first.id}`)).state === 'cancelled');
  const repository = await stage.api('GET', '/repositories/tired');
  await stage.api('PUT', '/repositories/tired', { alias: 'tired', clone_url: repository.clone_url, settings: { day_budgets: { tokens: 42000 } } });
  const job = await ticket('tired', 'waits');
  await page.goto(`${stage.url}/live/${job.id}`);
  await page.getByText(/The day's budget of tired is used up.*00:00 UTC/).waitFor();
  await page.getByText('Waits for budget').waitFor();
  await browser.looksRight('waiting');
  await page.goto(`${stage.url}/`);
  await page.locator('.waits', { hasText: "The day's budget of tired is used up" }).waitFor();
  await browser.looksRight('queue');
});

test('what is no limit is refused where it is typed, and says so', async () => {
  await page.goto(`${stage.url}/repositories?edit=shop`);
  const field = page.locator('[name="settings.budgets.commands"]');
  await field.fill('many');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('“many” is no limit').first().waitFor();
  assert.equal(await field.getAttribute('aria-invalid'), 'true');
  assert.equal((await stage.api('GET', '/repositories/shop')).settings.budgets.commands, 10);
  await browser.looksRight('form');
  await field.fill('12');
  await page.locator('[name="settings.day_budgets.cost_usd"]').fill('2.5');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await until('it is saved', async () => (await stage.api('GET', '/repositories/shop')).settings.budgets.commands === 12);
  const { settings } = await stage.api('GET', '/repositories/shop');
  assert.deepEqual([settings.day_budgets.cost_usd, settings.budgets.output_bytes, settings.budgets.wall_seconds], [2.5, 1 << 20, 600]);
  assert.deepEqual(browser.taken(/\/live\/.*status of 404/), [], 'the browser complained');
});
