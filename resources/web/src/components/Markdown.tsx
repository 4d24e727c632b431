// Text of tickets and models as elements. The tree is walked; markup in it is text, and nothing is ever set as HTML.
import type {ComponentChild} from 'preact';
import {fromMarkdown} from 'mdast-util-from-markdown';
import {gfmFromMarkdown} from 'mdast-util-gfm';
import {gfm} from 'micromark-extension-gfm';
import type {Nodes, Parent, Table} from 'mdast';
import {useMemo} from 'preact/hooks';

function safeLink(address: string): string | undefined {
  return /^(https?:|mailto:)/i.test(address) ? address : undefined;
}

function children(node: Parent): ComponentChild[] {
  return node.children.map((child, index) => draw(child as Nodes, index));
}

function link(address: string, content: ComponentChild[], key: number): ComponentChild {
  const href = safeLink(address);
  return href ? <a key={key} href={href} target="_blank" rel="noreferrer noopener">{content}</a> : <span key={key}>{content}</span>;
}

function table(node: Table, key: number): ComponentChild {
  const [head, ...rows] = node.children;
  return <table key={key}>
    <thead><tr>{head?.children.map((cell, index) => <th key={index}>{children(cell)}</th>)}</tr></thead>
    <tbody>{rows.map((row, at) => <tr key={at}>{row.children.map((cell, index) => <td key={index}>{children(cell)}</td>)}</tr>)}</tbody>
  </table>;
}

function draw(node: Nodes, key: number): ComponentChild {
  switch (node.type) {
    case 'text': return node.value;
    case 'paragraph': return <p key={key}>{children(node)}</p>;
    case 'heading': {
      // A page has its own h1 and h2; what is inside a text is below them.
      const Tag = (node.depth < 3 ? 'h3' : 'h4') as 'h3' | 'h4';
      return <Tag key={key}>{children(node)}</Tag>;
    }
    case 'strong': return <strong key={key}>{children(node)}</strong>;
    case 'emphasis': return <em key={key}>{children(node)}</em>;
    case 'delete': return <del key={key}>{children(node)}</del>;
    case 'inlineCode': return <code key={key}>{node.value}</code>;
    case 'code': return <pre key={key} tabIndex={0}><code>{node.value}</code></pre>;
    case 'break': return <br key={key} />;
    case 'thematicBreak': return <hr key={key} />;
    case 'blockquote': return <blockquote key={key}>{children(node)}</blockquote>;
    case 'list': return node.ordered ? <ol key={key} start={node.start ?? 1}>{children(node)}</ol> : <ul key={key}>{children(node)}</ul>;
    case 'listItem': return <li key={key}>{node.checked === true ? '☑ ' : node.checked === false ? '☐ ' : null}
      {node.spread ? children(node) : node.children.map((child, at) => child.type === 'paragraph' ? children(child) : draw(child as Nodes, at))}</li>;
    case 'link': return link(node.url, children(node), key);
    case 'image': return link(node.url, [node.alt || node.url], key);
    case 'table': return table(node, key);
    case 'html': return <span key={key}>{node.value}</span>;
    default: return 'children' in node ? <>{children(node as Parent)}</> : 'value' in node ? String(node.value) : null;
  }
}

export function markdownNodes(text: string): ComponentChild[] {
  return children(fromMarkdown(text, {extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()]}));
}

export function Markdown({text}: {text: string}) {
  const nodes = useMemo(() => markdownNodes(text), [text]);
  return <div class="markdown">{nodes}</div>;
}
