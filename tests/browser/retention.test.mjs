// An admin says what is kept, sees beforehand what would go, holds a run back, and finds in words what went.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Browser } from './browser.mjs';
import { Stage } from './worker.mjs';

const said = (word) => [{ text: `I think ${word}.`, tools: [{ name: 'run_command', input: { command: 'python3 -m unittest -q' } }] }, { tools: [{ name: 'finish', input: { summary: 'Nothing to do.' } }] }];
let stage, browser, page;
const runs = [];
before(async () => {
  stage = await Stage.set();
  browser = await Browser.open();
  page = browser.page;
  await stage.say({ scenarios: { one: said('onequilt'), two: said('twoquilt') } });
  await stage.api('PUT', '/providers/claude-api', { kind: 'claude-api', endpoint: stage.modelsUrl, model: 'claude-sonnet-4-5', secret: 'k-1', is_default: true });
  await stage.api('POST', '/repositories', { alias: 'shop', clone_url: stage.remote });
  for (const scenario of ['one', 'two']) {
    const { job } = await stage.api('POST', '/tickets', { title: `Do ${scenario}`, body: `SCENARIO:${scenario}`, repository: 'shop' });
    runs.push(await until('the run has ended', async () => {
      const now = await stage.api('GET', `/jobs/${job.id}`);
      return !['queued', 'leased', 'running'].includes(now.state) && now.run_id;
    }));
  }
  await page.goto(stage.link);
});
after(async () => {
  await browser?.close();
  await stage?.clear();
});

const until = (what, ask) => browser.until(what, ask);
const shows = (text) => page.getByText(text).first().waitFor();
test('everything is kept until a policy says otherwise', async () => {
  await page.goto(`${stage.url}/audit`);
  await page.getByRole('link', { name: 'Retention' }).click();
  await shows('There is no policy: everything is kept.');
  await shows('No legal hold stands');
  await shows('Nothing was removed');
  await browser.looksRight('retention-empty');
});

test('what is wrong is refused beside its field, and nothing that was typed is lost', async () => {
  await page.getByRole('button', { name: 'Add a policy' }).click();
  await page.getByLabel('Name').fill('old talk');
  await page.getByRole('button', { name: 'See what would go' }).click();
  await shows('would never remove anything');
  await page.getByLabel('After days').fill('x');
  await page.getByRole('button', { name: 'See what would go' }).click();
  await shows('that must be 0 to 36500');
  assert.equal(await page.getByLabel('Name').inputValue(), 'old talk');
});

test('a hold is placed on the page of a run', async () => {
  await page.goto(`${stage.url}/audit/${runs[1]}`);
  await page.getByRole('button', { name: 'Place a legal hold' }).click();
  await page.getByLabel('Reason').fill('case 7');
  await page.getByRole('button', { name: 'Place it' }).click();
  await shows('case 7. Nothing of this run is removed while it stands.');
  await browser.looksRight('retention-hold');
});

test('one sees what would go before one saves, and then it goes', async () => {
  await page.goto(`${stage.url}/audit/retention`);
  await page.getByRole('button', { name: 'Add a policy' }).click();
  await page.getByLabel('Name').fill('old talk');
  await page.getByLabel('After days').fill('0');
  assert.ok(await page.getByRole('button', { name: 'Save' }).isDisabled());
  await page.getByRole('button', { name: 'See what would go' }).click();
  await page.getByText(/events? \(.*\) of 1 run would go/).waitFor();
  await browser.looksRight('retention-preview');
  await page.getByRole('button', { name: 'Save' }).click();
  await shows('The policies were saved');
  await page.getByRole('button', { name: 'Remove now' }).click();
  await page.getByRole('button', { name: 'Remove it' }).click();
  await page.getByText(/of 1 run went/).waitFor();
  await page.getByText(/“old talk” removed/).first().waitFor();
  await browser.looksRight('retention-done');
});

test('pages of the run say in words what was removed', async () => {
  await page.goto(`${stage.url}/runs/${runs[0]}`);
  await page.getByText(/What was said to and by the model.*was removed on .* by the policy “old talk”/).waitFor();
  await page.getByText(/This was removed on .* by the policy “old talk”/).first().waitFor();
  assert.equal(await page.getByText('onequilt').count(), 0);
  await browser.looksRight('retention-run');
  await page.goto(`${stage.url}/runs/${runs[1]}`);
  await shows('I think twoquilt.');
});

test('of a run that was removed only that it was is shown', async () => {
  await stage.api('PUT', '/retention', { policies: [{ name: 'old runs', content: 'runs', after_days: 0 }] });
  await stage.api('POST', '/retention/run');
  for (const path of ['runs', 'audit']) {
    await page.goto(`${stage.url}/${path}/${runs[0]}`);
    await page.getByText(/Everything of this run but the fact that it was was removed on .* by the policy “old runs”/).waitFor();
    await browser.looksRight(`retention-gone-${path}`);
  }
  assert.equal(await page.getByText('No command ran.').count(), 0);
});

test('an admin releases the hold', async () => {
  await page.goto(`${stage.url}/audit/${runs[1]}`);
  await page.getByRole('button', { name: 'Release' }).click();
  await page.getByRole('button', { name: 'Release it' }).click();
  await page.getByRole('button', { name: 'Place a legal hold' }).waitFor();
});
