// Writes the icons that icons.txt names as SVG files, with a .qrc that puts them into `:/icons`.
//   node build.mjs --packages NODE_MODULES --out FOLDER
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const argument = (name) => resolve(process.argv[process.argv.indexOf(name) + 1]);
const packages = argument('--packages');
const out = argument('--out');
mkdirSync(out, { recursive: true });

const attributes = (values) => Object.entries(values).filter(([name]) => name !== 'key').map(([name, value]) => ` ${name}="${value}"`).join('');
const names = readFileSync(join(here, 'icons.txt'), 'utf8').split('\n').filter((line) => line && !line.startsWith('#'));
for (const name of names) {
  const path = join(packages, 'lucide-preact/dist/esm/icons', `${name}.mjs`);
  if (!existsSync(path)) throw new Error(`icons.txt names ${name}, which Lucide does not have; look it up at https://lucide.dev`);
  const { __iconData: icon } = await import(path);
  const shapes = icon.node.map(([shape, values]) => `<${shape}${attributes(values)}/>`).join('');
  // `black` is what the app replaces by a colour of its palette.
  writeFileSync(join(out, `${name}.svg`), '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="black" stroke-width="1.75"'
    + ` stroke-linecap="round" stroke-linejoin="round">${shapes}</svg>\n`);
}
const files = names.map((name) => `    <file>${name}.svg</file>\n`).join('');
writeFileSync(join(out, 'icons.qrc'), `<!DOCTYPE RCC><RCC version="1.0">\n  <qresource prefix="/icons">\n${files}  </qresource>\n</RCC>\n`);
