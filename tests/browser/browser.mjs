// Chromium with nothing but the pages; what it complains of is kept.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';

const servers = createRequire(new URL('../servers/package.json', import.meta.url));
const web = createRequire(new URL('../../resources/web/package.json', import.meta.url));
const { chromium } = servers('playwright-core');
const axe = readFileSync(web.resolve('axe-core/axe.min.js'), 'utf8');
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

export class Browser {
  complaints = [];
  profile = mkdtempSync(path.join(tmpdir(), 'mergeloom-chromium-'));

  static async open() {
    const browser = new Browser();
    browser.context = await chromium.launchPersistentContext(browser.profile, {
      executablePath: process.env.MERGELOOM_CHROMIUM ?? '/usr/bin/chromium', headless: true, viewport: { width: 1280, height: 860 },
      args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
        '--disable-component-update', '--disable-sync'],
    });
    browser.context.setDefaultTimeout(8_000);
    browser.page = await browser.newPage();
    return browser;
  }

  async newPage() {
    const page = await this.context.newPage();
    const keep = (text) => this.complaints.push(`${page.url()}: ${text}`);
    page.on('console', (message) => ['error', 'warning'].includes(message.type()) && keep(message.text()));
    page.on('pageerror', (error) => keep(error.stack));
    page.on('dialog', (dialog) => { keep(`a script opened a dialog: ${dialog.message()}`); void dialog.dismiss(); });
    return page;
  }

  /** What the browser complained of since the last call, without what the caller expects. */
  taken(expected) {
    const all = this.complaints.splice(0);
    return expected ? all.filter((text) => !expected.test(text)) : all;
  }

  /** Sideways scroll and what axe finds, as sentences. */
  async faults(name) {
    const { page } = this;
    const wide = await page.evaluate(() => [document.documentElement, document.querySelector('.page')]
      .reduce((most, box) => Math.max(most, box ? box.scrollWidth - box.clientWidth : 0), 0));
    await page.evaluate(axe); // through the debugger, which the CSP does not bind
    const { violations } = await page.evaluate((tags) => globalThis.axe.run({ runOnly: tags }), rules);
    return [...wide > 0 ? [`${name}: ${wide} px too wide`] : [],
      ...violations.map((one) => `${name}: ${one.id}: ${one.help}: ${one.nodes.slice(0, 3).map((node) => node.target).join(' | ')}`)];
  }

  async close() {
    await this.context.close();
    rmSync(this.profile, { recursive: true, force: true });
  }
}
