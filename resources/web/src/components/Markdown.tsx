// Text of tickets and models as elements. The tree is walked; markup in it is text, and nothing is ever set as HTML.
import type {ComponentChild} from 'preact';
import {fromMarkdown} from 'mdast-util-from-markdown';
import {gfmFromMarkdown} from 'mdast-util-gfm';
import {gfm} from 'micromark-extension-gfm';
import type {Nodes, Parent, Table} from 'mdast';
import {useMemo} from 'preact/hooks';

/** Where a link leads; undefined: it is not one, but text. */
type Leads = (address: string) => string | undefined;

function safeLink(address: string): string | undefined {
  return /^(https?:|mailto:)/i.test(address) ? address : undefined;
}

function children(node: Parent, leads: Leads): ComponentChild[] {
  return node.children.map((child, index) => draw(child as Nodes, index, leads));
}

function link(address: string, content: ComponentChild[], key: number, leads: Leads): ComponentChild {
  const href = leads(address);
  if (href?.startsWith('/')) return <a key={key} href={href}>{content}</a>;
  return href ? <a key={key} href={href} target="_blank" rel="noreferrer noopener">{content}</a> : <span key={key}>{content}</span>;
}

function table(node: Table, key: number, leads: Leads): ComponentChild {
  const [head, ...rows] = node.children;
  return <table key={key}>
    <thead><tr>{head?.children.map((cell, index) => <th key={index}>{children(cell, leads)}</th>)}</tr></thead>
    <tbody>{rows.map((row, at) => <tr key={at}>{row.children.map((cell, index) => <td key={index}>{children(cell, leads)}</td>)}</tr>)}</tbody>
  </table>;
}

function draw(node: Nodes, key: number, leads: Leads): ComponentChild {
  switch (node.type) {
    case 'text': return node.value;
    case 'paragraph': return <p key={key}>{children(node, leads)}</p>;
    case 'heading': {
      // A page has its own h1 and h2; what is inside a text is below them.
      const Tag = (node.depth < 3 ? 'h3' : 'h4') as 'h3' | 'h4';
      return <Tag key={key}>{children(node, leads)}</Tag>;
    }
    case 'strong': return <strong key={key}>{children(node, leads)}</strong>;
    case 'emphasis': return <em key={key}>{children(node, leads)}</em>;
    case 'delete': return <del key={key}>{children(node, leads)}</del>;
    case 'inlineCode': return <code key={key}>{node.value}</code>;
    case 'code': return <pre key={key} tabIndex={0}><code>{node.value}</code></pre>;
    case 'break': return <br key={key} />;
    case 'thematicBreak': return <hr key={key} />;
    case 'blockquote': return <blockquote key={key}>{children(node, leads)}</blockquote>;
    case 'list': return node.ordered ? <ol key={key} start={node.start ?? 1}>{children(node, leads)}</ol> : <ul key={key}>{children(node, leads)}</ul>;
    case 'listItem': return <li key={key}>{node.checked === true ? '☑ ' : node.checked === false ? '☐ ' : null}
      {node.spread ? children(node, leads) : node.children.map((child, at) => child.type === 'paragraph' ? children(child, leads) : draw(child as Nodes, at, leads))}</li>;
    case 'link': return link(node.url, children(node, leads), key, leads);
    case 'image': return link(node.url, [node.alt || node.url], key, leads);
    case 'table': return table(node, key, leads);
    case 'html': return <span key={key}>{node.value}</span>;
    default: return 'children' in node ? <>{children(node as Parent, leads)}</> : 'value' in node ? String(node.value) : null;
  }
}

export function markdownNodes(text: string, leads: Leads = safeLink): ComponentChild[] {
  return children(fromMarkdown(text, {extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()]}), leads);
}

/** `leads` says where links lead, for texts of our own; in all others only addresses of the web are links. */
export function Markdown({text, leads}: {text: string; leads?: Leads}) {
  const nodes = useMemo(() => markdownNodes(text, leads), [text, leads]);
  return <div class="markdown">{nodes}</div>;
}
