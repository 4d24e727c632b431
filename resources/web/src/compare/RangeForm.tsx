// Two refs and how to compare them; what is chosen goes into the address.
import type {ComponentChildren} from 'preact';
import {useEffect, useState} from 'preact/hooks';
import {ArrowLeftRight, GitCompare} from 'lucide-preact';
import {query} from '../api/client.ts';
import {useResource} from '../api/resource.ts';
import type {Refs} from '../api/types.ts';
import {SelectField, TextField} from '../components/Form.tsx';
import {useSlow} from '../components/useSlow.ts';
import {formatRange, parseRange, type RangeKind} from '../model/range.ts';

/** So many refs come at once; where there are more, what is typed narrows them. */
const mostRefs = 500;

/** `refs`: the address of the refs; `children` stand under the fields. */
export function RangeForm({wanted, refs, path, onCompare, children}: {
  wanted: string; refs?: Refs; path: string; onCompare: (range: string) => void; children?: ComponentChildren;
}) {
  const [range, setRange] = useState(() => parseRange(wanted));
  const [typed, setTyped] = useState('');
  const search = useSlow(typed.trim());
  const narrowed = useResource<Refs>((refs?.items.length ?? 0) >= mostRefs && search ? `${path}${query({search})}` : '');
  const names = (narrowed.value ?? refs)?.items.map(ref => ref.name);
  useEffect(() => setRange(parseRange(wanted)), [wanted]);
  useEffect(() => {
    // The base of most comparisons, as long as nobody wrote another one.
    if (refs?.default_branch) setRange(old => old.from || old.to ? old : {...old, from: refs.default_branch});
  }, [refs?.default_branch, wanted]);
  const set = (name: 'from' | 'to') => (value: string) => {
    setTyped(value);
    setRange(old => ({...old, [name]: value}));
  };
  const kinds: [RangeKind, string][] = [['...', 'since they parted (…)'], ['..', 'as they are now (..)']];
  const meaning = !range.from.trim() ? 'Without “From”: what the one commit changed.' : range.kind === '...' ? 'What “To” changed after it left “From”.' : 'Everything in which the two differ.';
  return <form class="range-form" aria-label="What to compare" onSubmit={event => { event.preventDefault(); onCompare(formatRange(range)); }}>
    <TextField name="from" label="From" code value={range.from} onChange={set('from')} proposals={names} placeholder="branch, tag or commit" />
    <button type="button" class="button icon swap" title="Swap the two" aria-label="Swap the two" onClick={() => setRange(old => ({...old, from: old.to, to: old.from}))}><ArrowLeftRight size={14} /></button>
    <TextField name="to" label="To" code value={range.to} onChange={set('to')} proposals={names} placeholder="branch, tag or commit" isRequired />
    <SelectField name="kind" label="Compare" value={range.kind} onChange={kind => setRange(old => ({...old, kind: kind as RangeKind}))} choices={kinds} />
    <button class="button primary"><GitCompare size={14} />Compare</button>
    <div class="row wrap tiny soft under"><span>{meaning}</span>{children}</div>
  </form>;
}
