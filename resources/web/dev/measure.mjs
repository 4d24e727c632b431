// How long a run of 20,000 events takes to open, and how its log scrolls: node dev/measure.mjs
import {mkdtemp} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import {chromium} from 'playwright-core';
import {startServer} from './server.mjs';

const {server, address, records} = await startServer({port: 0});
const context = await chromium.launchPersistentContext(await mkdtemp(path.join(os.tmpdir(), 'measure-')), {executablePath: '/usr/bin/chromium', headless: true, viewport: {width: 1440, height: 900},
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']});
const page = await context.newPage();
await page.goto(`${address}/runs`);
await page.waitForSelector('[data-row]');
const open = async (hash, wanted) => {
  await page.goto(`${address}/runs`);
  await page.waitForSelector('[data-row]');
  return page.evaluate(([to, selector]) => new Promise(resolve => {
    const begin = performance.now();
    const link = document.createElement('a');
    link.href = to;
    document.body.append(link);
    link.click();
    const look = () => document.querySelector(selector) ? requestAnimationFrame(() => resolve(Math.round(performance.now() - begin))) : requestAnimationFrame(look);
    look();
  }), [`/runs/01JD8Z6Q4V7N2MZK3F5C8RLONG${hash}`, wanted]);
};
console.log(`${records.get('01JD8Z6Q4V7N2MZK3F5C8RLONG').events.length} events`);
console.log(`validation stage with its log: ${await open('#stage=validation', '.log-line')} ms`);
for (let i = 0; i < 4; ++i) console.log(`implementation stage: ${await open('#stage=implementation', '.item')} ms`);
await open('#stage=validation', '.log-line');
for (let i = 0; i < 120 && await page.evaluate(() => document.querySelector('.output-bar').textContent.includes('so far')); ++i) await page.waitForTimeout(500);
const frames = await page.evaluate(() => new Promise(resolve => {
  const log = document.querySelector('.log');
  const times = [];
  let last = performance.now(), count = 0;
  const step = () => {
    const now = performance.now();
    times.push(now - last);
    last = now;
    log.scrollTop += 400 + count * 400;
    if (++count < 180) requestAnimationFrame(step);
    else resolve({lines: document.querySelector('.output-bar').textContent, worst: Math.max(...times.slice(2)), mean: times.slice(2).reduce((a, b) => a + b) / (times.length - 2), drawn: log.querySelectorAll('.log-line').length, last: log.querySelector('.log-line:last-child').textContent});
  };
  requestAnimationFrame(step);
}));
console.log('scrolling the log:', frames);
await page.evaluate(() => { const log = document.querySelector('.log'); log.scrollTop = log.scrollHeight; });
await page.waitForTimeout(100);
console.log('its end:', await page.evaluate(() => document.querySelector('.log .log-line:last-child').textContent));
// a large diff
const lines = Array.from({length: 50_000}, (_, i) => `-const old${i} = ${i};\n+const fresh${i} = ${i} + 1;\n`).join('');
records.get('01JD8Z6Q4V7N2MZK3F5C8R1STA').bigPatch = `diff --git a/big.ts b/big.ts\n--- a/big.ts\n+++ b/big.ts\n@@ -1,50000 +1,50000 @@\n${lines}`;
await page.goto(`${address}/runs/01JD8Z6Q4V7N2MZK3F5C8R1STA`);
await page.waitForSelector('.item');
console.log('100,000 changed lines:', await page.evaluate(() => new Promise(resolve => {
  const begin = performance.now();
  location.hash = '#view=change';
  const look = () => document.querySelector('.diff-row.split, .diff-row.unified') ? requestAnimationFrame(() => resolve(Math.round(performance.now() - begin))) : requestAnimationFrame(look);
  look();
})), 'ms');
await context.close();
server.closeAllConnections();
server.close();
process.exit(0);
