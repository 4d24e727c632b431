// Ctrl K: pages, tickets, runs and repositories by name, and what can be done from anywhere.
import {useMemo, useState} from 'preact/hooks';
import {ArrowRight, FolderGit2, GitCompare, Keyboard, ListChecks, LogOut, Play, Plus, SunMoon, type LucideIcon} from 'lucide-preact';
import {query} from '../api/client.ts';
import {useResource} from '../api/resource.ts';
import type {Page, Repository, RunSummary, TicketEntry} from '../api/types.ts';
import {Dialog} from '../components/Dialog.tsx';
import {useSlow} from '../components/useSlow.ts';
import {stateWord} from '../model/words.ts';
import {pages} from '../pages/index.ts';
import {signOut} from './identity.ts';
import {go} from './router.ts';
import {shortcuts} from './shortcuts.ts';
import {chooseTheme, nextTheme, theme} from './theme.ts';

interface Choice { key: string; icon: LucideIcon; text: string; hint: string; run: () => void }

function fits(text: string, wanted: string): boolean {
  const words = wanted.toLowerCase().split(/\s+/);
  return words.every(word => text.toLowerCase().includes(word));
}

export function Palette({onClose, onKeys}: {onClose: () => void; onKeys: () => void}) {
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const wanted = useSlow(text.trim());
  const runs = useResource<Page<RunSummary>>(wanted ? `/runs${query({q: wanted, limit: 6})}` : '');
  const tickets = useResource<Page<TicketEntry>>(wanted ? `/tickets${query({q: wanted, limit: 6})}` : '');
  const repositories = useResource<Page<Repository>>('/repositories');

  const choices = useMemo(() => {
    const own: Choice[] = [
      ...pages.filter(page => page.rail).map(page => ({key: page.path, icon: ArrowRight, text: page.title, hint: 'Page', run: () => go(page.path)})),
      {key: 'new', icon: Plus, text: 'Write a ticket', hint: 'c', run: () => go('/tickets?new=1')},
      {key: 'add', icon: Plus, text: 'Add a repository', hint: '', run: () => go('/repositories?edit=%2B')},
      {key: 'theme', icon: SunMoon, text: 'Change the theme', hint: 't', run: () => chooseTheme(nextTheme[theme.value])},
      {key: 'keys', icon: Keyboard, text: 'Show the keys', hint: '?', run: () => setTimeout(onKeys)},
      {key: 'out', icon: LogOut, text: 'Sign out', hint: '', run: () => void signOut()},
    ];
    const found = own.filter(choice => fits(choice.text, text.trim()));
    if (!text.trim()) return found;
    for (const {alias, id} of repositories.value?.items ?? []) {
      const name = encodeURIComponent(alias), compare = `Compare in ${alias}`;
      if (fits(alias, text.trim())) found.push({key: `repository${id}`, icon: FolderGit2, text: alias, hint: 'Repository', run: () => go(`/repositories?edit=${name}`)});
      if (fits(compare, text.trim())) found.push({key: `compare${id}`, icon: GitCompare, text: compare, hint: 'Repository', run: () => go(`/repositories/${name}/compare`)});
    }
    for (const {ticket, job} of tickets.value?.items ?? [])
      found.push({key: `ticket${ticket.key}`, icon: ListChecks, text: `${ticket.key} ${ticket.title}`, hint: 'Ticket', run: () => go(job ? `/live/${job.id}` : `/tickets?q=${encodeURIComponent(ticket.key)}`)});
    for (const run of runs.value?.items ?? [])
      found.push({key: `run${run.id}`, icon: Play, text: `${run.ticket_key} ${run.title}`, hint: `Run · ${stateWord(run.state)}`, run: () => go(`/runs/${run.id}`)});
    return found;
  }, [text, runs.value, tickets.value, repositories.value]);
  const chosen = Math.min(at, choices.length - 1);
  const take = (choice?: Choice) => {
    if (!choice) return;
    onClose();
    choice.run();
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      const next = Math.max(0, Math.min(choices.length - 1, chosen + (event.key === 'ArrowDown' ? 1 : -1)));
      setAt(next);
      document.getElementById(`choice${next}`)?.scrollIntoView({block: 'nearest'});
    } else if (event.key === 'Enter') {
      event.preventDefault();
      take(choices[chosen]);
    }
  };
  return <Dialog title="Search and commands" onClose={onClose} class="palette">
    <input autofocus type="text" role="combobox" aria-expanded="true" aria-controls="choices" aria-activedescendant={choices.length ? `choice${chosen}` : undefined} aria-label="Search and commands"
      placeholder="Pages, tickets, runs, repositories …" value={text} onInput={event => { setText(event.currentTarget.value); setAt(0); }} onKeyDown={onKey} />
    <ul id="choices" role="listbox" aria-label="Found">
      {choices.map(({icon: Icon, ...choice}, index) => <li key={choice.key} id={`choice${index}`} role="option" aria-selected={index === chosen} onMouseMove={() => setAt(index)} onClick={() => take(choices[index])}>
        <Icon size={16} aria-hidden="true" /><span class="clip">{choice.text}</span>{choice.hint && <span class="hint">{choice.hint}</span>}</li>)}
    </ul>
    {!choices.length && <p class="soft small" style={{padding: '0 18px 16px'}}>Nothing has that in its name.</p>}
  </Dialog>;
}

export function KeyList({onClose}: {onClose: () => void}) {
  return <Dialog title="Keys" onClose={onClose}>
    <div class="inside">
      <h2>Keys</h2>
      <dl class="pairs">{shortcuts().map(one => <><dt key={one.keys}>{one.keys.split(' ').map(key => <kbd key={key}>{key.length === 1 ? key.toUpperCase() : key}</kbd>)}</dt><dd>{one.what}</dd></>)}</dl>
      <div class="actions"><button type="button" class="button" autofocus onClick={onClose}>Close</button></div>
    </div>
  </Dialog>;
}
