// The small pieces that every page is made of.
import type {ComponentChildren} from 'preact';
import {useEffect, useRef, useState} from 'preact/hooks';
import {Ban, Check, CircleAlert, CircleCheck, CircleMinus, CirclePause, CircleX, Clock, Copy, Info, TriangleAlert, type LucideIcon} from 'lucide-preact';
import type {ApiError} from '../api/client.ts';
import {exact, relative, stateWord} from '../model/words.ts';

const tones: Record<string, string> = {
  completed: 'completed', ok: 'completed', ready: 'completed', passed: 'completed', allow: 'completed',
  running: 'running', leased: 'running', checking: 'running',
  blocked: 'blocked', warning: 'blocked', flag: 'blocked', needs_sign_in: 'blocked', queued: 'waiting',
  failed: 'failed', failing: 'failed', publish_failed: 'failed', block: 'failed',
};

const signs: Record<string, LucideIcon> = {
  completed: CircleCheck, blocked: CirclePause, failed: CircleX, waiting: Clock,
};

export function toneOf(state: string): string {
  return tones[state] ?? 'cancelled';
}

/** A state as a sign and a word; never as a colour alone. */
export function Status({state, word}: {state: string; word?: string}) {
  const tone = toneOf(state);
  const Sign = signs[tone] ?? (state === 'cancelled' ? Ban : CircleMinus);
  return <span class={`status ${tone}`}>
    {tone === 'running' ? <i class="dot running" aria-hidden="true" /> : <Sign aria-hidden="true" size={12} />}
    <span class="word">{word ?? stateWord(state)}</span>
  </span>;
}

const ticking = new Set<() => void>();
setInterval(() => {
  if (!document.hidden) ticking.forEach(tick => tick());
}, 1000);

/** The present, in milliseconds, coarse enough for what the caller makes of it. */
export function useNow<T>(make: (now: number) => T): T {
  const [value, setValue] = useState(() => make(Date.now()));
  useEffect(() => {
    const tick = () => setValue(() => make(Date.now()));
    tick();
    ticking.add(tick);
    return () => void ticking.delete(tick);
  }, [make.toString(), make]);
  return value;
}

export function Time({at, class: name}: {at?: string; class?: string}) {
  const [text, setText] = useState(at ? relative(at, Date.now()) : '');
  useEffect(() => {
    const tick = () => setText(at ? relative(at, Date.now()) : '');
    tick();
    ticking.add(tick);
    return () => void ticking.delete(tick);
  }, [at]);
  return at ? <time class={name} dateTime={at} title={exact(at)}>{text}</time> : <span class="faint">never</span>;
}

export function CopyButton({text, label = 'Copy', word}: {text: string | (() => string); label?: string; word?: string}) {
  const [isDone, setDone] = useState(false);
  const timer = useRef(0);
  useEffect(() => () => clearTimeout(timer.current), []);
  const copy = async (event: Event) => {
    event.preventDefault();
    event.stopPropagation();
    const whole = typeof text === 'string' ? text : text();
    try {
      await navigator.clipboard.writeText(whole);
    } catch {
      copyByHand(whole);
    }
    setDone(true);
    timer.current = window.setTimeout(() => setDone(false), 1500);
  };
  return <button type="button" class={`button quiet small${word ? '' : ' icon'}`} title={isDone ? 'Copied' : label} aria-label={isDone ? 'Copied' : label} onClick={copy}>
    {isDone ? <Check size={14} /> : <Copy size={14} />}{word}
  </button>;
}

/** The clipboard API is missing on plain http addresses other than localhost. */
function copyByHand(text: string): void {
  const area = document.createElement('textarea');
  area.value = text;
  document.body.append(area);
  area.select();
  document.execCommand('copy');
  area.remove();
}

/** Ids and hashes: short to read, whole to copy. */
export function ShortId({id, length = 8, from = 'end'}: {id: string; length?: number; from?: 'start' | 'end'}) {
  if (!id) return <span class="faint">none</span>;
  const short = id.length <= length ? id : from === 'end' ? id.slice(-length) : id.slice(0, length);
  return <span class="row" style={{gap: '2px', display: 'inline-flex'}}><code title={id}>{short}</code><CopyButton text={id} label={`Copy ${id}`} /></span>;
}

export function Empty({icon: Icon, title, children, actions, heading: Heading = 'h2'}: {heading?: 'h1' | 'h2'; icon: LucideIcon; title: string; children?: ComponentChildren; actions?: ComponentChildren}) {
  return <div class="empty"><Icon aria-hidden="true" /><Heading>{title}</Heading>{children && <p>{children}</p>}{actions && <div class="row">{actions}</div>}</div>;
}

export function Skeleton({lines = 5}: {lines?: number}) {
  return <div class="skeleton" role="status" aria-label="Loading">{Array.from({length: lines}, (_, i) => <i key={i} />)}</div>;
}

const noteSigns = {failed: CircleAlert, blocked: TriangleAlert, completed: CircleCheck, plain: Info};

export function Note({tone = 'plain', children, role}: {tone?: keyof typeof noteSigns; children: ComponentChildren; role?: 'alert' | 'status'}) {
  const Sign = noteSigns[tone];
  return <div class={`note ${tone}`} role={role}><Sign size={16} aria-hidden="true" /><div class="body">{children}</div></div>;
}

/** What failed, what to do, and a detail to copy. */
export function Failure({error, retry}: {error: ApiError; retry?: () => void}) {
  const detail = JSON.stringify({status: error.status, code: error.code, message: error.message, details: error.details});
  return <Note tone="failed" role="alert">
    <div class="row spread upper"><span>{error.message}</span><CopyButton text={detail} label="Copy the details" /></div>
    {retry && <button type="button" class="button small" style={{marginTop: '8px'}} onClick={retry}>Try again</button>}
  </Note>;
}

/** Value, failure or skeleton, whichever there is. */
export function Loaded<T>({from, children, lines}: {from: {value?: T; error?: ApiError; reload: () => unknown}; children: (value: T) => ComponentChildren; lines?: number}) {
  if (from.value !== undefined)
    return <>{from.error && <div style={{marginBottom: '12px'}}><Failure error={from.error} retry={() => from.reload()} /></div>}{children(from.value)}</>;
  return from.error ? <Failure error={from.error} retry={() => from.reload()} /> : <Skeleton lines={lines} />;
}

export function Counts({plus, minus}: {plus: number; minus: number}) {
  return <span class="number"><span class="plus">+{plus}</span> <span class="minus">−{minus}</span></span>;
}

export function PageHead({title, children, actions}: {title: ComponentChildren; children?: ComponentChildren; actions?: ComponentChildren}) {
  return <div class="page-head"><div class="grow"><h1>{title}</h1>{children && <p>{children}</p>}</div>{actions && <div class="row wrap">{actions}</div>}</div>;
}
