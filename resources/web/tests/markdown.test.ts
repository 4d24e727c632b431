import assert from 'node:assert/strict';
import test from 'node:test';
import type {ComponentChild, VNode} from 'preact';
import {markdownNodes} from '../src/components/Markdown.tsx';

interface Seen { tags: string[]; links: string[]; text: string; raw: boolean }

function walk(node: ComponentChild | ComponentChild[], seen: Seen): Seen {
  if (Array.isArray(node)) node.forEach(child => walk(child, seen));
  else if (typeof node === 'string' || typeof node === 'number') seen.text += node;
  else if (node && typeof node === 'object') {
    const {type, props} = node as VNode<{href?: string; children?: ComponentChild; dangerouslySetInnerHTML?: unknown}>;
    if (typeof type === 'string') seen.tags.push(type);
    if (props.href) seen.links.push(props.href);
    if (props.dangerouslySetInnerHTML) seen.raw = true;
    walk(props.children, seen);
  }
  return seen;
}

const look = (text: string) => walk(markdownNodes(text), {tags: [], links: [], text: '', raw: false});

test('markup in a text stays text', () => {
  const seen = look('Hi <img src=x onerror=alert(1)> there\n\n<script>alert(2)</script>\n\n<iframe src="//evil"></iframe>');
  assert.ok(seen.text.includes('<script>alert(2)</script>') && seen.text.includes('onerror'));
  assert.ok(!seen.raw);
  assert.deepEqual(seen.tags.filter(tag => ['script', 'img', 'iframe'].includes(tag)), []);
});

test('links lead to the web or to mail, and to nothing else', () => {
  const seen = look('[a](javascript:alert(1)) [b](data:text/html,x) [c](https://example.com/) [d](mailto:a@example.com) [e](JaVaScRiPt:x) ![f](https://example.com/i.png)');
  assert.deepEqual(seen.links, ['https://example.com/', 'mailto:a@example.com', 'https://example.com/i.png']);
  assert.equal(seen.text, 'a b c d e f');
});

test('tables, lists, tasks and code are drawn', () => {
  const seen = look('| a | b |\n|---|---|\n| 1 | 2 |\n\n- [x] done\n- [ ] open\n\n```\ncode\n```\n');
  for (const tag of ['table', 'th', 'td', 'ul', 'li', 'pre']) assert.ok(seen.tags.includes(tag), tag);
  assert.ok(seen.text.includes('☑ done') && seen.text.includes('☐ open'));
});
