// Pictures of every page in both themes and two widths, and what axe says of each: node dev/shots.mjs [OUT] [NAME …]
import {createRequire} from 'node:module';
import {mkdir, mkdtemp, readFile} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import {chromium} from 'playwright-core';
import {startServer} from './server.mjs';

const require = createRequire(import.meta.url);
const out = process.argv[2] ?? '/tmp/shots';
const only = process.argv.slice(3);
const story = '01JD8Z6Q4V7N2MZK3F5C8R1STA';
const pages = [
  ['dashboard', '/'], ['tickets', '/tickets'], ['ticket-new', '/tickets?new=1'], ['runs', '/runs'], ['run', `/runs/${story}`], ['run-validation', `/runs/${story}#stage=validation`], ['run-guard', `/runs/${story}#stage=diff_guard.1`], ['run-diff', `/runs/${story}#view=change`],
  ['run-line', `/runs/${story}#file=src%2Fpricing%2Frounding.ts&line=7`], ['run-ticket', `/runs/${story}#view=ticket`], ['run-long', '/runs/01JD8Z6Q4V7N2MZK3F5C8RLONG'], ['live', '/live/job-live'], ['run-asking', '/runs/01JD8Z6Q4V7N2MZK3F5C8RASKS'], ['run-steered', '/runs/01JD8Z6Q4V7N2MZK3F5C8RASKS#stage=implementation'], ['live-queued', '/live/job-q1'], ['audit', '/audit'],
  ['audit-run', `/audit/${story}`], ['repositories', '/repositories'], ['compare', '/repositories/shop-api/compare?range=main...tickets%2Fshop-148'], ['compare-cut', '/repositories/shop-api/compare?range=v2.4.0..main'], ['compare-empty', '/repositories/shop-api/compare'], ['compare-same', '/repositories/shop-api/compare?range=main...main'], ['compare-wrong', '/repositories/shop-api/compare?range=main...nowhere'], ['compare-no-mirror', '/repositories/core/compare?range=main...x'],
  ['repository', '/repositories?edit=shop-api'], ['providers', '/providers'], ['provider', '/providers?edit=claude-api'], ['health', '/health'], ['help', '/help'], ['help-tables', '/help/runs'], ['nowhere', '/nowhere'],
];
const special = [['guide', '/', {isNew: true}], ['login', '/', {isSignedOut: true}], ['providers-new', '/providers', {isNew: true}]];

await mkdir(out, {recursive: true});
const profile = await mkdtemp(path.join(os.tmpdir(), 'shots-'));
const context = await chromium.launchPersistentContext(profile, {executablePath: '/usr/bin/chromium', headless: true,
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']});
const axe = await readFile(require.resolve('axe-core/axe.min.js'), 'utf8');
let failures = 0;

async function shoot(address, name, place) {
  for (const theme of ['light', 'dark'])
    for (const width of [1440, 360]) {
      const page = await context.newPage();
      page.on('console', message => message.type() === 'error' && !message.text().includes('401') && !message.text().includes('404') && (++failures, console.log(`${name}: ${message.text()}`)));
      page.on('pageerror', error => { ++failures; console.log(`${name}: ${error.message}`); });
      await page.emulateMedia({colorScheme: theme});
      await page.setViewportSize({width, height: width === 360 ? 780 : 900});
      await page.goto(address + place);
      await page.waitForTimeout(450);
      await page.screenshot({path: path.join(out, `${name}-${theme}-${width}.png`)});
      const wide = await page.evaluate(() => { const box = document.querySelector('.page') ?? document.documentElement; return box.scrollWidth - box.clientWidth; });
      if (wide > 0) { ++failures; console.log(`${name} at ${width}: ${wide} px too wide`); }
      await page.evaluate(axe); // through the debugger, which the CSP does not bind
      const found = await page.evaluate(() => globalThis.axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']}));
      for (const violation of found.violations) {
        ++failures;
        console.log(`${name} ${theme} ${width}: ${violation.id}: ${violation.help}\n    ${violation.nodes.slice(0, 3).map(node => `${node.target} ${node.any[0]?.message ?? ''}`).join('\n    ')}`);
      }
      await page.close();
    }
}

const wanted = name => !only.length || only.includes(name);
const {server, address} = await startServer({port: 0});
for (const [name, place] of pages) if (wanted(name)) await shoot(address, name, place);
for (const [name, place, options] of special) {
  if (!wanted(name)) continue;
  const other = await startServer({port: 0, ...options});
  await shoot(other.address, name, place);
  other.server.closeAllConnections();
  other.server.close();
}
await context.close();
server.closeAllConnections();
server.close();
console.log(failures ? `${failures} findings` : 'nothing found');
process.exit(failures ? 1 : 0);
