// Makes src/api/schema.ts, the shapes of the OpenAPI document: node types.mjs; with --check it only compares (exit 1 when
// it differs). The paths are left out: pages name them by hand.
import {readFile, writeFile} from 'node:fs/promises';
import openapi, {astToString} from 'openapi-typescript';

const file = new URL('src/api/schema.ts', import.meta.url);
const document = JSON.parse(await readFile(new URL('../api/openapi.json', import.meta.url), 'utf8'));
const shapes = {...document, paths: {}, components: {schemas: document.components.schemas}};
const tree = (await openapi(shapes)).filter(node => node.name?.text === 'components');
const made = `// Made from resources/api/openapi.json by \`npm run types\`; do not change it by hand.\n${astToString(tree)}`;

if (!process.argv.includes('--check')) await writeFile(file, made);
else if (made !== await readFile(file, 'utf8')) {
  console.error('src/api/schema.ts does not fit resources/api/openapi.json; run `npm run types` in resources/web and commit it.');
  process.exit(1);
}
