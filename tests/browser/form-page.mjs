// The form of a provider in the browser: its fields, how it looks in both themes and widths, and what a test of it says.
import assert from 'node:assert/strict';

export class FormPage {
  constructor(browser) {
    this.browser = browser;
    this.page = browser.page;
  }

  field(name) {
    return this.page.locator(`.form [name="${name}"]`);
  }

  names() {
    return this.page.locator('.form input, .form select').evaluateAll((fields) => fields.map((one) => one.name));
  }

  /** MERGELOOM_SHOTS names a folder for pictures. */
  async looksRight(name) {
    const { browser, page } = this;
    const faults = [];
    for (const scheme of ['light', 'dark']) {
      for (const width of [1280, 360]) {
        await page.setViewportSize({ width, height: 860 });
        await page.emulateMedia({ colorScheme: scheme });
        faults.push(...await browser.faults(`${name}, ${scheme}, ${width} px`));
        if (process.env.MERGELOOM_SHOTS) await page.screenshot({ path: `${process.env.MERGELOOM_SHOTS}/${name}-${scheme}-${width}.png`, fullPage: true });
      }
    }
    await page.setViewportSize({ width: 1280, height: 860 });
    assert.deepEqual(faults, []);
  }

  /** Saves, asks, and waits until the form says so. */
  async tells(words) {
    await this.page.getByRole('button', { name: 'Save and test' }).click();
    const note = this.page.locator('.form [role=status]');
    await note.filter({ hasText: words }).waitFor().catch(async () => assert.match(await note.innerText(), words));
  }
}
