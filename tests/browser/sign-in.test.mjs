// The own sign-in of an agent program on its page: begun, found again, given up half way, failed, and done.
import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { Browser } from './browser.mjs';
import { FormPage } from './form-page.mjs';
import { Stage } from './worker.mjs';

/** Its first line says what it shows; what is pasted says how it ends. */
const played = `#!/bin/sh
if [ "$2" = status ]; then grep -qs good .credentials.json; exit; fi
echo "If the browser didn't open, visit: https://auth.example.org/oauth/authorize?code=true&client_id=9d1c250a-e61b-44d9-88ed-5944d1962f5e&response_type=code&redirect_uri=https%3A%2F%2Fauth.example.org%2Fcallback&state=mCK9qHBl5"
[ -e "$(dirname "$0")/device" ] && echo "   ABCD-12345" && exec sleep 600
printf 'Paste code here if prompted > '
while read -r word; do
  case "$word" in
    good*) echo "{\\"token\\":\\"$word\\"}" > .credentials.json; exit 0;;
    fail*) echo 'Login failed: the service is not available' >&2; exit 1;;
    *) echo 'Invalid code. Please make sure the full code was copied.';;
  esac
done
`;

let stage, browser, page, form, folder;
before(async () => {
  stage = await Stage.set();
  browser = await Browser.open();
  page = browser.page;
  form = new FormPage(browser);
  folder = path.join(stage.directory, 'programs');
  mkdirSync(folder);
  writeFileSync(path.join(folder, 'claude'), played);
  chmodSync(path.join(folder, 'claude'), 0o755);
  await stage.api('PUT', '/providers/mine', { kind: 'claude-code-cli', name: 'Claude Code', options: { auth: 'sign_in', program: path.join(folder, 'claude') } });
  await page.goto(stage.link);
});
after(async () => {
  await browser?.close();
  await stage?.clear();
});

const panel = () => page.getByRole('region', { name: 'Sign-in on this host' });
const button = (name) => panel().getByRole('button', { name, exact: true });
const says = (words) => panel().getByText(words).first().waitFor();
const code = () => panel().getByLabel('The code from that page');
const looksRight = (name) => browser.looksRight(`sign-in-${name}`);

test('the list says that a sign-in is needed, and leads to it', async () => {
  await page.goto(`${stage.url}/providers`);
  await page.getByText('needs sign in').or(page.getByText('needs sign-in')).first().waitFor();
  await page.getByRole('link', { name: 'Sign in', exact: true }).click();
  await says(/shows its link and code/);
  await looksRight('none');
});

test('link and field are shown, and found again after a reload', async () => {
  await button('Sign in').click();
  const link = panel().getByRole('link');
  await link.waitFor();
  assert.match(await link.getAttribute('href'), /^https:\/\/auth\.example\.org\/oauth\/authorize\?code=true&client_id=/);
  assert.deepEqual([await link.getAttribute('target'), await link.getAttribute('rel')], ['_blank', 'noopener noreferrer']);
  await page.reload();
  await panel().getByRole('link').waitFor();
  await says(/given up by itself in 1[45] min/);
  await code().fill('half-a-code');
  await button('Hand over the code').click();
  await says('The program says: Invalid code. Please make sure the full code was copied.');
  assert.equal(await code().inputValue(), '');
  await looksRight('awaits-code');
  await code().fill('not one word');
  await button('Hand over the code').click();
  await says(/This is no code/);
  assert.equal(browser.taken().every((text) => text.includes('400')), true);
});

test('given up half way, it is gone', async () => {
  await button('Give up').click();
  await says('It was given up. Nothing has changed.');
  assert.equal((await stage.api('GET', '/providers/mine/sign-in')).state, 'given_up');
  await looksRight('given-up');
});

test('a device code is shown to be copied, and another page sees it too', async () => {
  writeFileSync(path.join(folder, 'device'), '');
  await button('Sign in').click();
  await says('ABCD-12345');
  await says(/Waiting until you have signed in there/);
  assert.equal(await code().count(), 0);
  await looksRight('device-code');
  const other = await browser.newPage();
  await other.goto(page.url());
  await other.getByText('ABCD-12345').first().waitFor();
  await other.getByRole('button', { name: 'Give up', exact: true }).click();
  await says('It was given up. Nothing has changed.');
  await other.close();
  writeFileSync(path.join(folder, 'claude'), played.replace('[ -e', '[ ! -e'));
});

test('one that fails says why', async () => {
  await button('Sign in').click();
  await code().fill('fail-now');
  await button('Hand over the code').click();
  await says(/Claude Code CLI says “Login failed: the service is not available”\. Nothing has changed; try again\./);
  await looksRight('failed');
});

test('a worker that ends takes it along, and the page says so', async () => {
  await button('Sign in').click();
  await code().waitFor();
  await stage.stop();
  await says(/The worker cannot be reached.*A sign-in ends when the worker does/);
  await looksRight('away');
  await stage.start();
  await says(/The worker was started again, and the sign-in ended with it/);
  await looksRight('restarted');
  browser.taken(); // the browser tells of each call that nobody answered
});

test('one that succeeds makes the provider ready', async () => {
  await button('Sign in').click();
  await code().fill('good-code#state');
  await button('Hand over the code').click();
  await says('Claude Code CLI is signed in on this host.');
  await panel().getByText('ready').waitFor();
  await button('Sign in again').waitFor();
  await looksRight('done');
  await page.goto(`${stage.url}/providers`);
  await page.getByText('own sign-in').waitFor();
  assert.equal(await page.getByRole('link', { name: 'Sign in', exact: true }).count(), 0);
});

test('the browser had nothing to complain of', () => assert.deepEqual(browser.taken(), []));
