import {useEffect, useState} from 'preact/hooks';
import {Markdown} from '../components/Markdown.tsx';
import {Empty, PageHead} from '../components/parts.tsx';
import {useTitle} from '../components/useTitle.ts';
import type {Guide} from 'mergeloom:guides';
import {CircleQuestionMark} from 'lucide-preact';

/** Links between the guides, and to pages of this worker. */
function leads(address: string): string | undefined {
  const guide = /^(?:\d-)?([a-z-]+)\.md$/.exec(address);
  return guide ? `/help/${guide[1]}` : /^(https:\/\/|\/[a-z]+$)/.test(address) ? address : undefined;
}

/** The guides are fetched when they are first asked for: most visits do without. */
function useGuides(): Guide[] {
  const [guides, setGuides] = useState<Guide[]>([]);
  useEffect(() => void import('mergeloom:guides').then(({default: all}) => setGuides(all)), []);
  return guides;
}

export function HelpPage({name}: {name?: string}) {
  const guides = useGuides();
  const guide = name ? guides.find(one => one.name === name) : guides[0];
  useTitle(guide ? `${guide.title} · Help` : 'Help');
  if (!guides.length) return null;
  return <>
    <PageHead title="Help">How MergeLoom Worker is used. It comes with the worker, and is of the same version.</PageHead>
    <div class="manual">
      <nav aria-label="Guides">{guides.map(one => <a key={one.name} href={`/help/${one.name}`} aria-current={one === guide ? 'page' : undefined}>{one.title}</a>)}</nav>
      {guide ? <article><h2>{guide.title}</h2><Markdown text={guide.text} leads={leads} /></article>
        : <Empty icon={CircleQuestionMark} title="There is no such guide">Those that there are stand in the list.</Empty>}
    </div>
  </>;
}
