// Uses the pages as a person would: from the login link on a new worker to a pushed branch and its audit.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { Browser } from './browser.mjs';
import { git, Stage } from './worker.mjs';

// Everything that comes from outside may hold markup, and has to stay text.
const markup = '<img src=x onerror="alert(1)"><script>alert(2)</script>';
const title = `Name the totals ${markup}`;
const body = `SCENARIO:slow\n\n${markup}\n\n[link](javascript:alert(3)) **bold**`;
const longText = `I will look first. ${markup} ${'Then I change one line and say so. '.repeat(45)}`;
const script = {
  default: [ // the self-test of the provider; its secret word is another one each time
    { tools: [{ name: 'read_file', input: { path: 'note.txt' } }] },
    { tools: [{ name: 'finish', input: { word: 'unknown' } }] },
  ],
  scenarios: {
    slow: [
      { text: longText, drip_ms: 25, tools: [{ name: 'read_file', input: { path: 'wordcount/report.py' } }] },
      { drip_ms: 25, tools: [{ name: 'edit_file', input: { path: 'README.md', old_text: 'Counts the words of text files.', new_text: `Counts the words of text files. ${markup}` } }] },
      { delay_ms: 300, tools: [{ name: 'run_command', input: { command: "python3 -c \"print('<b>out</b>' * 3)\"" } }] },
      { tools: [{ name: 'finish', input: { summary: `Changed one line. ${markup}` } }] },
    ],
  },
};

let stage, browser, page;
before(async () => {
  stage = await Stage.set();
  await stage.say(script);
  browser = await Browser.open();
  page = browser.page;
});
after(async () => {
  await browser?.close();
  await stage?.clear();
});
// A job names its run a moment before the run's first event is there; the page asks again.
afterEach(() => assert.deepEqual(browser.taken(/\/(live|audit)\/.*status of 404/), [], 'the browser complained'));

const see = (text, options) => page.getByText(text, options).first().waitFor();
const until = (what, ask) => browser.until(what, ask);
const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '');
let job, run, broken;

/** The steps of one story: when one fails, those after it say nothing. */
function step(name, act) {
  test(name, async (context) => {
    if (broken) return context.skip(`"${broken}" failed`);
    broken = name;
    try {
      await act();
    } catch (error) {
      throw new Error(`${error.message}\n${page.url()} showed:\n${await page.locator('body').innerText()}`, { cause: error });
    }
    broken = undefined;
  });
}

step('the login link leads to the guide of a new worker, and works once', async () => {
  await page.goto(stage.link);
  await see('Welcome to MergeLoom');
  assert.equal(new URL(page.url()).pathname, '/');
  assert.deepEqual(await page.locator('.guide h2').allTextContents(), ['Set up a provider', 'Add a repository', 'Write a ticket']);
  assert.deepEqual(await browser.faults('guide'), []);
  const again = await fetch(stage.link, { redirect: 'manual' });
  assert.ok(again.status >= 400 || !again.headers.get('set-cookie'), 'the link worked twice');
});

step('a provider is set up; what is wrong stands beside its field and nothing typed is lost', async () => {
  await page.getByRole('link', { name: 'Set one up' }).click();
  await page.getByText('OpenAI-compatible server').click();
  await page.fill('input[name=endpoint]', 'nonsense');
  await page.fill('input[name=model]', 'scripted');
  await page.getByRole('button', { name: 'Save and test' }).click();
  await page.locator('.field .error', { hasText: 'Endpoint' }).waitFor();
  assert.deepEqual(browser.taken(/status of 400/), []);
  await page.fill('input[name=endpoint]', `${stage.modelsUrl}/v1`);
  await page.fill('input[name=api_key]', 'k-wrong');
  await page.check('input[name=is_default]');
  await page.getByRole('button', { name: 'Save and test' }).click();
  await page.locator('.note.failed', { hasText: 'key' }).waitFor();
  assert.equal(await page.inputValue('input[name=model]'), 'scripted');
  assert.equal(await page.inputValue('input[name=api_key]'), '', 'the key is not kept in the page');
  await page.fill('input[name=api_key]', 'k-1');
  await page.getByRole('button', { name: 'Save and test' }).click();
  await see('The model called tools, but did not do all');
  assert.ok(!(await page.content()).includes('k-1'), 'the key came back');
});

step('a repository is added and tested; a bad alias and a bad address are named', async () => {
  await page.goto(`${stage.url}/`);
  await page.getByRole('link', { name: 'Add one' }).click();
  await page.fill('input[name=clone_url]', 'ftp://nowhere/x.git');
  await page.fill('input[name=alias]', 'sample');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.locator('.field .error', { hasText: 'ftp://nowhere' }).waitFor();
  await page.fill('input[name=clone_url]', stage.remote);
  await page.fill('input[name=alias]', 'Not An Alias');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.locator('.field .error', { hasText: 'no alias' }).waitFor();
  assert.equal(await page.inputValue('input[name=clone_url]'), stage.remote);
  await page.fill('input[name=alias]', 'sample');
  await page.fill('textarea[name="settings.network.hosts"]', 'https://a.example/');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.locator('.field .error', { hasText: 'whole URL' }).waitFor();
  await page.fill('textarea[name="settings.network.hosts"]', 'a.example:8443');
  await page.fill('textarea[name="settings.validation_commands"]', 'python3 -m unittest -q');
  await page.getByRole('button', { name: 'Save and test' }).click();
  await page.locator('.note.completed').waitFor();
  assert.deepEqual(browser.taken(/status of 400/), []);
});

step('a ticket needs a title, and its draft outlives a reload', async () => {
  await page.goto(`${stage.url}/`);
  await page.getByRole('link', { name: 'Write one' }).click();
  await page.fill('textarea[name=body]', body);
  await page.getByRole('button', { name: 'Queue the ticket' }).click();
  await page.locator('.field .error', { hasText: 'title' }).waitFor();
  await page.fill('input[name=title]', title);
  await until('the draft is kept', () => page.evaluate(() => localStorage.getItem('draft:ticket')?.includes('Name the totals')));
  await page.reload();
  await until('the draft is there', async () => await page.inputValue('input[name=title]') === title);
  assert.equal(await page.inputValue('textarea[name=body]'), body);
  await page.getByRole('button', { name: 'Preview the description' }).click();
  await see('bold', { exact: true });
  assert.equal(await page.locator('main img, main script, main a[href^="javascript"]').count(), 0);
});

step('a run is watched live until it ends', async () => {
  await page.getByRole('button', { name: 'Queue the ticket' }).click();
  await page.waitForURL(/\/live\//);
  job = new URL(page.url()).pathname.split('/')[2];
  await until('the answer is being written', async () => /I will look/.test(await page.locator('.message.live').first().textContent().catch(() => '')));
  const early = (await page.locator('.message').first().textContent()).length;
  await until('it grows', async () => (await page.locator('.message').first().textContent()).length > early + 20);
  await see('Completed');
  await see('Validated');
  await until('the stages are all done', async () => (await page.locator('.timeline .stage').allTextContents()).some((text) => text.startsWith('Publish')));
  assert.equal(await page.locator('.offline').count(), 0);
  assert.equal(await page.locator('main img, main script').count(), 0);
  assert.equal(await page.locator('h1').textContent(), title);
  ({ run_id: run } = await stage.api('GET', `/jobs/${job}`));
  assert.match(git(stage.remote, 'log', '-1', '--format=%s', 'tickets/local-1'), /^LOCAL-1: Name the totals/);
});

step('the diff of the run shows the changed line as text, and a link leads to it', async () => {
  await page.goto(`${stage.url}/runs/${run}`);
  await page.getByRole('link', { name: /^Change/ }).click();
  await page.locator('.diff-code.added', { hasText: '<img src=x onerror' }).waitFor();
  assert.equal(await page.locator('main img, main script').count(), 0);
  await page.locator('.diff-number.added').last().click();
  const address = page.url();
  assert.match(address, /#file=README\.md&line=3/);
  await page.goto('about:blank');
  await page.goto(address);
  await page.locator('.diff-row.chosen').waitFor();
  await page.locator('.file-head input').check();
  await page.reload();
  await until('the mark is kept', () => page.locator('.file-head input').isChecked());
  await page.locator('.file-head input').uncheck();
});

step('the audit tells claim from fact, with commands, calls and events', async () => {
  await page.goto(`${stage.url}/audit/${run}`);
  await see('What the model said');
  await page.locator('.claims', { hasText: 'Changed one line. <img src=x' }).waitFor();
  await page.locator('.claims', { hasText: 'exit 0' }).waitFor();
  for (const name of ['Stages', 'Provider calls', 'Commands', 'Files', 'Brief', 'Ticket', 'Events']) await page.getByRole('heading', { name, exact: true }).waitFor();
  assert.equal(await page.locator('main img, main script').count(), 0);
});

step('runs are filtered, and a filtered list has a link', async () => {
  await page.goto(`${stage.url}/runs`);
  await page.locator('tbody tr').first().waitFor();
  await page.getByLabel('Outcome').selectOption('failed');
  await see('No run fits these filters');
  assert.match(page.url(), /state=failed/);
  await page.reload();
  await see('No run fits these filters');
  await page.getByRole('button', { name: 'Clear the filters' }).click();
  await page.locator('tbody tr').first().waitFor();
  await page.getByLabel('Search runs').fill('totals');
  await page.waitForURL(/q=totals/);
  await until('one run', async () => await page.locator('tbody tr').count() === 1);
  await page.getByLabel('Search runs').fill('"; drop table -- %');
  await see('No run fits these filters');
});

step('palette and keys reach everything without a mouse', async () => {
  await page.goto(`${stage.url}/runs`);
  await page.locator('tbody tr').first().waitFor();
  await page.keyboard.press('j');
  assert.match(await focused(), /Name the totals/);
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/runs\/./);
  await page.locator('.timeline .stage').first().waitFor();
  const stageName = () => page.locator('.timeline .stage[aria-current]').textContent();
  const first = await stageName();
  await page.keyboard.press('j');
  await until('the next stage', async () => await stageName() !== first);
  await page.keyboard.press('Control+k');
  await page.keyboard.type('local-1');
  await page.locator('dialog li', { hasText: 'Name the totals' }).first().waitFor();
  await page.keyboard.press('Escape');
  await until('Escape closes it', async () => await page.locator('dialog').count() === 0);
  await page.keyboard.press('Control+k');
  await page.keyboard.type('health');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/health/);
  await page.keyboard.press('?');
  await page.locator('dialog', { hasText: 'Write a ticket' }).waitFor();
  assert.deepEqual(await browser.faults('keys'), []);
  await page.keyboard.press('Escape');
});

step('the theme is kept after a reload', async () => {
  const theme = () => page.evaluate(() => document.documentElement.dataset.theme ?? '');
  await page.goto(`${stage.url}/`);
  await page.locator('.tile').first().waitFor();
  while (await theme() !== 'dark') await page.keyboard.press('t');
  const dark = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await page.reload();
  assert.equal(await theme(), 'dark');
  assert.equal(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), dark);
  while (await theme() !== '') await page.keyboard.press('t');
});

step('every page fits 360 and 1440 px in both themes, and axe finds nothing', async () => {
  const places = { '/': '.tile', '/tickets': 'tbody tr', '/tickets?new=1': 'textarea', '/runs': 'tbody tr', [`/runs/${run}`]: '.activity .item', [`/runs/${run}#view=change`]: '.diff-row',
    [`/runs/${run}#view=ticket`]: '.markdown', [`/live/${job}`]: '.timeline', '/audit': 'tbody tr', [`/audit/${run}`]: '.claims', '/repositories': 'tbody tr', '/repositories?edit=sample': 'textarea',
    '/providers': '.provider-card', '/providers?add=': '.choice', '/providers?edit=openai-compatible': 'input[name=endpoint]', '/access': 'section:last-child tbody tr, section:last-child .empty', '/health': 'h2, .check, li', '/help': '.manual h2', '/help/runs': '.manual table', '/nowhere': '.empty' };
  const faults = [];
  for (const [width, scheme] of [[1440, 'light'], [360, 'dark']]) {
    await page.emulateMedia({ colorScheme: scheme });
    await page.setViewportSize({ width, height: 800 });
    for (const [place, mark] of Object.entries(places)) {
      await page.goto('about:blank');
      await page.goto(stage.url + place);
      await page.locator(mark).first().waitFor();
      faults.push(...await browser.faults(`${place} at ${width} ${scheme}`));
    }
  }
  await page.emulateMedia({ colorScheme: null });
  await page.setViewportSize({ width: 1280, height: 860 });
  assert.deepEqual(faults, []);
});

step('the form of a repository says what the interpreters on the allow-list mean', async () => {
  await page.goto(`${stage.url}/repositories?edit=sample`);
  assert.match(await page.locator('.allow-list').textContent(), /the list is advice and the sandbox is the border/);
});

step('the form of a repository says what network the worker allows at most', async () => {
  await page.goto(`${stage.url}/repositories?edit=sample`);
  const setup = page.locator('.field', { has: page.locator('select[name="settings.network.setup"]') });
  await setup.locator('.help').waitFor();
  assert.equal(await setup.locator('.help').textContent(), 'The worker allows listed hosts at most (JCA_WORKER_NETWORK_SETUP).');
  await page.selectOption('select[name="settings.network.setup"]', 'open');
  assert.match(await setup.locator('.help').textContent(), /at most \(JCA_WORKER_NETWORK_SETUP\), and these commands get no more/);
  assert.match(await page.locator('.field', { has: page.locator('textarea[name="settings.network.hosts"]') }).locator('.help').textContent(), /The worker allows all public hosts; it must name those of private networks itself/);
});

step('a tab that is out of sight lets go of its live stream and goes on where it was', async () => {
  await page.goto(`${stage.url}/tickets`);
  await page.locator('tbody tr').first().waitFor();
  const hide = (isHidden) => page.evaluate((value) => {
    Object.defineProperty(document, 'hidden', { value, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  }, isHidden);
  const ended = page.waitForEvent('requestfailed', (request) => request.url().includes('/api/v1/stream'));
  await hide(true);
  await ended;
  await stage.api('POST', '/tickets', { title: 'Written while nobody looked', repository: 'nowhere' });
  await hide(false);
  await see('Written while nobody looked');
});

step('an admin makes a token that is shown once, sees who is signed in and who was refused, and ends both', async () => {
  await page.goto(`${stage.url}/access`);
  await page.getByRole('button', { name: 'Make a token' }).click();
  await page.fill('input[name=name]', 'ci <b>bold</b>');
  await page.selectOption('select[name=role]', 'operator');
  await page.selectOption('select[name=expires_at]', '7');
  assert.deepEqual(await browser.faults('token form'), []);
  await page.getByRole('button', { name: 'Make it' }).click();
  const secret = await page.locator('[data-secret]').innerText();
  assert.deepEqual(await browser.faults('token shown'), []);
  await page.getByRole('button', { name: 'I have copied it' }).click();
  const row = page.getByRole('region', { name: 'Tokens' }).locator('tr', { hasText: 'ci <b>bold</b>' });
  assert.match(await row.innerText(), /Operator.*in 7 d|Operator[\s\S]*in/);
  await page.reload();
  await row.waitFor();
  assert.ok(!(await page.content()).includes(secret), 'the token came back');
  const cookie = (await fetch(`${stage.url}/api/v1/login`, { method: 'POST', body: JSON.stringify({ token: secret }) })).headers.get('set-cookie').split(';')[0];
  const status = () => fetch(`${stage.url}/api/v1/tokens`, { headers: { cookie } }).then((answer) => answer.status);
  assert.equal(await status(), 403);
  await page.getByRole('region', { name: 'Refused calls' }).getByText('needs the role admin').waitFor();
  await page.reload();
  const session = page.getByRole('region', { name: 'Sessions' }).locator('tr', { hasText: 'ci <b>bold</b>' });
  await session.getByRole('button', { name: 'End' }).click();
  await page.getByRole('button', { name: 'End it' }).click();
  await see('The session has ended');
  assert.equal(await status(), 401);
  await row.getByRole('button', { name: 'Revoke' }).click();
  await page.getByRole('button', { name: 'Revoke it' }).click();
  await see('was revoked');
  await until('the token is gone', async () => await row.count() === 0);
  await see('(this one)');
});

step('a worker that is stopped is said to be away, and the page goes on when it is back', async () => {
  await page.goto(`${stage.url}/tickets`);
  await page.locator('tbody tr').first().waitFor();
  await stage.stop();
  await page.locator('.offline').waitFor();
  assert.ok(await page.locator('tbody tr').count() > 0, 'what was read before is still there');
  assert.deepEqual(await browser.faults('offline'), []);
  await stage.start();
  await stage.api('POST', '/tickets', { title: 'Written after the pause', repository: 'nowhere' });
  await page.getByText('Written after the pause').waitFor({ timeout: 25_000 }); // the session outlived the worker
  await stage.api('DELETE', '/sessions');
  await stage.api('POST', '/tickets', { title: 'Written unseen', repository: 'nowhere' });
  await page.getByText('You were signed out').waitFor({ timeout: 25_000 });
  assert.equal(await page.locator('.offline').count(), 0);
  assert.deepEqual(await browser.faults('sign-in'), []);
  await page.fill('input[name=token]', 'not a token');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await see('This token is not known');
  await page.fill('input[name=token]', stage.token());
  await page.getByRole('button', { name: 'Sign in' }).click();
  await see('Written unseen');
  assert.equal(new URL(page.url()).pathname, '/tickets');
  assert.deepEqual(browser.taken(/ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE|status of 40[01]/), []);
});

step('a run is done again from its audit, and the page says whether the same came out', async () => {
  await page.goto(`${stage.url}/audit/${run}`);
  await page.getByRole('button', { name: 'Replay' }).click();
  await see('No model is asked');
  await page.getByRole('dialog').getByRole('button', { name: 'Replay' }).click();
  await page.waitForURL(/\/live\//);
  await see('The same tree as in the recorded run');
  assert.deepEqual(await browser.faults('replay'), []);
  await page.getByRole('link', { name: 'Audit', exact: true }).last().click();
  await page.waitForURL(/\/audit\/(?!$)/);
  await see('Replay of');
  assert.equal(await page.locator('main img, main script').count(), 0);
});

step('the model server was asked as its vendor publishes', async () => {
  assert.deepEqual(await stage.problems(), []);
});
