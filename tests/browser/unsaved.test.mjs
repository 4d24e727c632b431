// What was typed into a form is not lost by a click elsewhere: leaving is asked for until it is saved or discarded.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Browser } from './browser.mjs';
import { Stage } from './worker.mjs';

let stage, browser, page;
before(async () => {
  stage = await Stage.set();
  await stage.api('POST', '/repositories', { alias: 'shop', clone_url: stage.remote });
  browser = await Browser.open();
  page = browser.page;
  await page.goto(stage.link);
});
after(async () => {
  await browser?.close();
  await stage?.clear();
});

const question = () => page.locator('dialog', { hasText: 'Discard your changes?' });
const branch = () => page.locator('.form [name="default_branch"]');
const answer = (word) => question().getByRole('button', { name: word }).click();
const rail = (name) => page.getByRole('link', { name, exact: true }).first().click();
async function typed() {
  await page.goto(`${stage.url}/repositories`);
  await page.getByRole('link', { name: 'shop', exact: true }).click();
  await branch().fill('half-done');
}

test('a link asks, and what was typed stays', async () => {
  await typed();
  await rail('Runs');
  await question().waitFor();
  await browser.looksRight('unsaved');
  await answer('Keep editing');
  assert.equal(await branch().inputValue(), 'half-done');
  assert.equal(new URL(page.url()).search, '?edit=shop');
  await rail('Runs');
  await question().waitFor();
  await page.keyboard.press('Escape');
  await question().waitFor({ state: 'detached' });
  assert.equal(await branch().inputValue(), 'half-done');
  await rail('Runs');
  await answer('Discard them');
  await page.waitForURL(/\/runs$/);
  await rail('Repositories'); // nothing is asked any more
  await page.waitForURL(/\/repositories$/);
});

test('going back in the browser asks too, and goes where it was to go', async () => {
  await typed();
  await page.goBack();
  await question().waitFor();
  assert.equal(await branch().inputValue(), 'half-done');
  assert.equal(new URL(page.url()).search, '?edit=shop');
  await answer('Discard them');
  await page.waitForURL(/\/repositories$/);
  await page.getByRole('heading', { name: 'Repositories' }).waitFor();
});

test('closing the tab asks in the words of the browser', async () => {
  await typed();
  const asked = new Promise((resolve) => page.once('dialog', (dialog) => resolve(dialog.type())));
  await page.reload();
  assert.equal(await asked, 'beforeunload');
});

test('what is saved, or was never changed, is left without a question', async () => {
  await typed();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.waitForURL(/\/repositories$/);
  assert.equal((await stage.api('GET', '/repositories/shop')).default_branch, 'half-done');
  await page.getByRole('link', { name: 'shop', exact: true }).click();
  await branch().waitFor();
  await page.getByRole('link', { name: 'Back', exact: true }).click();
  await page.waitForURL(/\/repositories$/);
  assert.equal(await question().count(), 0);
  assert.deepEqual(browser.taken(), []);
});
