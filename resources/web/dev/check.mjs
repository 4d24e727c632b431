// Uses the pages as a person would, against the development server: node dev/check.mjs
import assert from 'node:assert/strict';
import {mkdtemp} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import {chromium} from 'playwright-core';
import {startServer} from './server.mjs';

let {server, address} = await startServer({port: 0});
const context = await chromium.launchPersistentContext(await mkdtemp(path.join(os.tmpdir(), 'check-')), {executablePath: '/usr/bin/chromium', headless: true, viewport: {width: 1280, height: 800},
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']});
const page = await context.newPage();
const broken = [];
page.on('pageerror', error => broken.push(error.message));
page.on('console', message => message.type() === 'error' && /Content Security|TypeError/.test(message.text()) && broken.push(message.text()));
const until = async (what, test) => {
  for (let i = 0; i < 100; ++i) {
    if (await test()) return console.log(`ok ${what}`);
    await page.waitForTimeout(100);
  }
  await page.screenshot({path: '/tmp/shots/check-failed.png'});
  assert.fail(what);
};
const text = selector => page.locator(selector).first().textContent();

await page.goto(address);
await until('the dashboard is there', () => page.locator('.tile').count());
await page.keyboard.press('Control+k');
await page.keyboard.type('discount');
await until('the palette finds a run', async () => (await page.locator('.palette li').allTextContents()).some(one => one.includes('SHOP-142')));
await page.keyboard.press('Escape');
await until('Escape closes the palette', async () => !await page.locator('dialog').count());
await page.keyboard.press('?');
await until('the keys are listed', async () => (await text('dialog')).includes('Write a ticket'));
await page.keyboard.press('Escape');
await page.keyboard.press('t');
assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'light');
await page.keyboard.press('c');
await until('c opens the ticket form', () => page.locator('textarea[name=body]').count());
await page.fill('input[name=title]', 'Speak louder');
await page.click('button.primary');
await until('an error stands beside its field', async () => (await text('.field .error')).includes('Choose the repository'));
assert.equal(await page.inputValue('input[name=title]'), 'Speak louder');
await page.reload();
await until('what was typed outlives a reload', async () => await page.inputValue('input[name=title]') === 'Speak louder');
await page.selectOption('select[name=repository]', 'core');
await page.click('button.primary');
await until('the ticket is queued and watched', async () => page.url().includes('/live/job-q9') && (await text('.content')).includes('Place 4 in the queue'));

await page.goto(`${address}/repositories?edit=%2B`);
await page.fill('input[name=clone_url]', 'https://git.example.com/team/New_Thing.git');
assert.equal(await page.inputValue('input[name=alias]'), 'new_thing');
await page.getByText('Save and test').click();
await until('a new repository is saved and tested', async () => (await page.locator('.note.completed').allTextContents()).join().includes('The remote answers'));

await page.goto(`${address}/live/job-live`);
await until('the live run follows its end', () => page.evaluate(() => { const box = document.querySelector('.page'); return box.scrollTop > 100 && box.scrollTop + box.clientHeight > box.scrollHeight - 60; }));
await page.mouse.move(800, 400);
await page.mouse.wheel(0, -600);
await until('scrolling up shows the way back', () => page.getByText('Follow the newest line').count());
const before = await page.evaluate(() => document.querySelector('.page').scrollTop);
await page.waitForTimeout(1000);
assert.ok(Math.abs(await page.evaluate(() => document.querySelector('.page').scrollTop) - before) < 5, 'the page stays where the reader is');
await page.getByText('Follow the newest line').click();
await until('the button leads back', async () => !await page.getByText('Follow the newest line').count());

await page.goto(`${address}/runs/01JD8Z6Q4V7N2MZK3F5C8R1STA#file=src%2Fpricing%2Fdiscount.ts&line=35`);
await until('a link leads to a line of the diff', () => page.locator('.diff-row.chosen').count());
await page.locator('.file-head input').first().check();
await page.reload();
await until('viewed marks stay', () => page.locator('.file-head input:checked').count());
await page.goto(`${address}/runs/01JD8Z6Q4V7N2MZK3F5C8R1STA#event=47`);
await until('a link leads to an event', () => page.locator('.item.found').count());

const port = Number(new URL(address).port);
server.closeAllConnections();
await new Promise(resolve => server.close(resolve));
await page.goto('about:blank').catch(() => {});
({server, address} = await startServer({port}));
await page.goto(`${address}/live/job-live`);
await until('the live run is there again', () => page.locator('.item').count());
server.closeAllConnections();
await new Promise(resolve => server.close(resolve));
await until('a lost server is said', () => page.locator('.offline').count());
({server, address} = await startServer({port}));
await until('and found again by itself', async () => !await page.locator('.offline').count());
assert.deepEqual(broken, []);
await context.close();
server.closeAllConnections();
server.close();
process.exit(0);
