import type {ComponentChildren} from 'preact';
import {useEffect, useState} from 'preact/hooks';
import {Activity, BookOpenCheck, CircleQuestionMark, Cpu, FolderGit2, GitMerge, KeyRound, LayoutDashboard, ListChecks, Monitor, Moon, Play, Search, Sun, WifiOff} from 'lucide-preact';
import {LeaveDialog} from '../components/LeaveDialog.tsx';
import {Toasts} from '../components/Toasts.tsx';
import {toneOf} from '../components/parts.tsx';
import {useResource} from '../api/resource.ts';
import type {Health} from '../api/types.ts';
import {pages} from '../pages/index.ts';
import {connection} from './connection.ts';
import {identity} from './identity.ts';
import {KeyList, Palette} from './Palette.tsx';
import {go, place} from './router.ts';
import {moveFocus, useShortcuts} from './shortcuts.ts';
import {useStore} from './store.ts';
import {chooseTheme, nextTheme, theme} from './theme.ts';

const icons = {dashboard: LayoutDashboard, tickets: ListChecks, runs: Play, audit: BookOpenCheck, repositories: FolderGit2, providers: Cpu, access: KeyRound, health: Activity, help: CircleQuestionMark};
const themes = {system: Monitor, light: Sun, dark: Moon};
const themeWords = {system: 'as the system', light: 'light', dark: 'dark'};

function Rail({path}: {path: string}) {
  const shown = pages.filter(page => page.rail);
  return <nav class="rail" aria-label="Main">
    <a class="brand" href="/" aria-label="MergeLoom, dashboard"><GitMerge size={20} aria-hidden="true" /><span>MergeLoom</span></a>
    {shown.map((page, index) => {
      const Icon = icons[page.rail as keyof typeof icons];
      const isHere = page.path === '/' ? path === '/' : path === page.path || path.startsWith(`${page.path}/`) || (page.path === '/runs' && path.startsWith('/live/'));
      return <>
        {index > 0 && page.group !== shown[index - 1].group && <div class="rail-gap" />}
        <a key={page.path} class="rail-link" href={page.path} aria-current={isHere ? 'page' : undefined} title={page.title}><Icon size={16} aria-hidden="true" /><span>{page.title}</span></a>
      </>;
    })}
    <div class="rail-foot tiny faint">Press <kbd>?</kbd> for keys</div>
  </nav>;
}

function Top({onPalette}: {onPalette: () => void}) {
  const who = useStore(identity);
  const state = useStore(connection);
  const chosen = useStore(theme);
  const health = useResource<Health>('/health');
  const Icon = themes[chosen];
  useEffect(() => {
    const timer = setInterval(() => !document.hidden && void health.reload(), 60_000);
    return () => clearInterval(timer);
  }, [health.reload]);
  const condition = state === 'offline' ? 'failing' : health.value?.status ?? '';
  return <header class="top">
    <a class="worker plain" href="/health" title={state === 'offline' ? 'The worker cannot be reached' : 'Health of this worker'}>
      <i class={`dot ${condition ? toneOf(condition) : ''}`} aria-hidden="true" /><span class="strong clip" style={{color: 'var(--text)'}}>{who?.worker}</span>
      <span class="faint hide-s">{who?.version}</span><span class="unseen">{state === 'offline' ? 'offline' : `health ${condition}`}</span></a>
    <button type="button" class="search" onClick={onPalette} aria-label="Search or go to … Ctrl K"><Search size={14} aria-hidden="true" /><span>Search or go to …</span><kbd>Ctrl K</kbd></button>
    <button type="button" class="button quiet icon" title={`Theme: ${themeWords[chosen]}`} aria-label={`Theme: ${themeWords[chosen]}. Change`} onClick={() => chooseTheme(nextTheme[chosen])}><Icon size={16} /></button>
  </header>;
}

export function Shell({children, isFull}: {children: ComponentChildren; isFull?: boolean}) {
  const [open, setOpen] = useState<'palette' | 'keys' | ''>('');
  const {path} = useStore(place);
  const state = useStore(connection);
  useShortcuts([
    {keys: 'Ctrl k', what: 'Search and commands', run: () => setOpen('palette')},
    {keys: '?', what: 'This list of keys', run: () => setOpen('keys')},
    {keys: 'j', what: 'Next row', run: () => moveFocus(1)},
    {keys: 'k', what: 'Previous row', run: () => moveFocus(-1)},
    {keys: 'c', what: 'Write a ticket', run: () => go('/tickets?new=1')},
    {keys: 't', what: 'Change the theme', run: () => chooseTheme(nextTheme[theme.value])},
  ]);
  return <div class="shell">
    <a class="skip" href="#content" onClick={event => { event.preventDefault(); document.getElementById('content')?.focus(); }}>Skip to the content</a>
    <Rail path={path} />
    <Top onPalette={() => setOpen('palette')} />
    <main class="page" id="content" tabIndex={-1}>
      {state === 'offline' && <div class="offline" role="status"><WifiOff size={16} aria-hidden="true" /><span class="grow">The worker cannot be reached. What you see is from before; it is asked again by itself.</span>
        <button type="button" class="button small" onClick={() => void connection.ask()}>Ask now</button></div>}
      <div class={`content${isFull ? ' full' : ''}`}>{children}</div>
    </main>
    {open === 'palette' && <Palette onClose={() => setOpen('')} onKeys={() => setOpen('keys')} />}
    {open === 'keys' && <KeyList onClose={() => setOpen('')} />}
    <LeaveDialog />
    <Toasts />
  </div>;
}
