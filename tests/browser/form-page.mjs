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

  /** Choices first: other fields hang on them. */
  async fill(values) {
    const isChoice = async (name) => (await this.field(name).count()) > 0 && this.field(name).evaluate((one) => one.tagName === 'SELECT');
    const rest = [];
    for (const [name, value] of Object.entries(values)) {
      if (await isChoice(name)) await this.field(name).selectOption(value);
      else rest.push([name, value]);
    }
    for (const [name, value] of rest) await this.field(name).fill(value);
  }

  /** Those fields alone that are asked for. */
  async fillAsked(values) {
    await this.fill(Object.fromEntries(Object.entries(values).filter(([name]) => /^(auth_method|auth|protocol|publisher|endpoint_mode)$/.test(name))));
    const names = await this.names();
    await this.fill(Object.fromEntries(Object.entries(values).filter(([name]) => names.includes(name))));
  }

  /** Saves, asks, and gives what is said when that is over. */
  async outcome() {
    await this.starts();
    await this.page.locator('.form .actions button:enabled', { hasText: 'Save and test' }).waitFor({ timeout: 20_000 });
    return (await this.answer.allInnerTexts()).join('\n');
  }

  /** Saves, and asks. */
  starts() {
    return this.page.getByRole('button', { name: 'Save and test' }).click();
  }

  /** What a test says, or why it was not saved. */
  get answer() {
    return this.page.locator('.form [role=status], .form [role=alert], .form .error');
  }

  async says(words, note = this.page.locator('.form [role=status]')) {
    await note.filter({ hasText: words }).first().waitFor({ timeout: 20_000 }).catch(async () => assert.match((await note.allInnerTexts()).join('\n'), words));
  }

  /** Saves, asks, and waits until the form says so. */
  async tells(words, note) {
    await this.starts();
    await this.says(words, note);
  }
}
