// Chromium with nothing but the pages; what it complains of is kept.
import assert from 'node:assert/strict';
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
    browser.context.setDefaultTimeout(30_000);
    browser.page = await browser.newPage();
    return browser;
  }

  async newPage() {
    const page = await this.context.newPage();
    const keep = (text) => this.complaints.push(`${page.url()}: ${text}`);
    page.on('console', (message) => ['error', 'warning'].includes(message.type()) && keep(message.text()));
    page.on('pageerror', (error) => keep(error.stack));
    page.on('dialog', (dialog) => {
      if (dialog.type() === 'beforeunload') return void dialog.accept(); // a form with changes, left by an address
      keep(`a script opened a dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
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

  /** Light and dark, wide and narrow: nothing is found. MERGELOOM_SHOTS names a folder for pictures. */
  async looksRight(name) {
    const { page } = this;
    const faults = [];
    for (const colorScheme of ['light', 'dark']) {
      for (const width of [1280, 360]) {
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize({ width, height: 860 });
        await page.evaluate(() => Promise.allSettled(document.getAnimations().filter((one) => one.effect.getComputedTiming().endTime < Infinity).map((one) => one.finished)));
        if (process.env.MERGELOOM_SHOTS) await page.screenshot({ path: `${process.env.MERGELOOM_SHOTS}/${name}-${colorScheme}-${width}.png`, fullPage: true });
        faults.push(...await this.faults(`${name}, ${colorScheme}, ${width} px`));
      }
    }
    await page.setViewportSize({ width: 1280, height: 860 });
    await page.emulateMedia({ colorScheme: null });
    assert.deepEqual(faults, []);
  }

  /** What `ask` answers with, as soon as that is something. */
  async until(what, ask, seconds = 30) {
    for (const end = Date.now() + seconds * 1000; Date.now() < end;) {
      const answer = await ask();
      if (answer) return answer;
      await new Promise((resolve) => { setTimeout(resolve, 30); });
    }
    return assert.fail(`not seen: ${what}\n${await this.page.locator('body').innerText()}`);
  }

  async close() {
    await this.context.close();
    rmSync(this.profile, { recursive: true, force: true });
  }
}
