// Filters of a list of runs. They live in the address, so that a filtered list has a link.
import {useEffect, useState} from 'preact/hooks';
import {SlidersHorizontal, X} from 'lucide-preact';
import {query} from '../api/client.ts';
import {useResource} from '../api/resource.ts';
import type {ProviderList, RunChoices} from '../api/types.ts';
import {place, setSearch} from '../app/router.ts';
import {useStore} from '../app/store.ts';
import {plain, stateWord} from '../model/words.ts';

const always = ['state', 'repository', 'provider', 'q'];
/** Those behind "More filters", with their words. */
const further: Record<string, string> = {
  reason: 'Reason', requester: 'Requester', model: 'Model', pushed: 'Branch', ticket: 'Ticket', branch: 'Branch name',
  since: 'From', until: 'To', min_cost_usd: 'Cost from', min_tokens: 'Tokens from',
};
const names = [...always, ...Object.keys(further)];

/** A day here begins at another moment than in UTC, which is what the API counts in. */
function momentOf(day: string, daysLater: number): string {
  const date = new Date(`${day}T00:00:00`);
  if (Number.isNaN(date.getTime())) return day;
  date.setDate(date.getDate() + daysLater);
  return date.toISOString().replace('.000Z', 'Z');
}

/** The path of the list that the address asks for. */
export function useRunsPath(): {path: string; isFiltered: boolean} {
  const {search} = useStore(place);
  const fields = Object.fromEntries(names.map(name => [name, search.get(name) ?? '']));
  const isFiltered = names.some(name => fields[name]);
  if (fields.since) fields.since = momentOf(fields.since, 0);
  if (fields.until) fields.until = momentOf(fields.until, 1);
  return {path: `/runs${query({...fields, limit: 50})}`, isFiltered};
}

export function clearFilters(): void {
  setSearch(Object.fromEntries(names.map(name => [name, ''])));
}

/** What is typed goes into the address when the typing rests. */
function useTyped(name: string): [string, (text: string) => void] {
  const {search} = useStore(place);
  const there = search.get(name) ?? '';
  const [text, setText] = useState(there);
  useEffect(() => setText(there), [there]);
  useEffect(() => {
    const timer = setTimeout(() => text !== (place.value.search.get(name) ?? '') && setSearch({[name]: text}), 250);
    return () => clearTimeout(timer);
  }, [text]);
  return [text, setText];
}

function Typed({name, type = 'text', label, placeholder, step}: {name: string; type?: 'text' | 'date' | 'number'; label: string; placeholder?: string; step?: string}) {
  const [text, setText] = useTyped(name);
  return <label class="filter"><span>{label}</span>
    <input class="input small" name={name} type={type} value={text} placeholder={placeholder} min={type === 'number' ? 0 : undefined} step={step} onInput={event => setText(event.currentTarget.value)} /></label>;
}

function Choice({name, label, values, isQuiet}: {name: string; label: string; values: [string, string][]; isQuiet?: boolean}) {
  const {search} = useStore(place);
  const there = search.get(name) ?? '';
  // What the address asks for can be chosen, be it there or not.
  const all = there && !values.some(([value]) => value === there) ? [[there, there] as [string, string], ...values] : values;
  const select = <select class="select small" name={name} aria-label={isQuiet ? undefined : label} value={there} onChange={event => setSearch({[name]: event.currentTarget.value})}>
    <option value="">{isQuiet ? 'All' : `${label}: all`}</option>{all.map(([value, word]) => <option key={value} value={value}>{word}</option>)}
  </select>;
  return isQuiet ? <label class="filter"><span>{label}</span>{select}</label> : select;
}

const same = (values: string[] = []) => values.map((value): [string, string] => [value, value]);
const shown: Record<string, (value: string) => string> = {reason: plain, pushed: value => value === 'yes' ? 'pushed' : 'not pushed', min_cost_usd: value => `$${value}`};

export function RunFilters() {
  const {search} = useStore(place);
  const choices = useResource<RunChoices>('/runs/choices');
  const providers = useResource<ProviderList>('/providers');
  const [isOpen, setOpen] = useState(false);
  const [text, setText] = useTyped('q');
  const nameOf = (id: string) => providers.value?.items.find(one => one.profile.id === id)?.profile.name || id;
  const set = Object.keys(further).filter(name => search.get(name));
  return <div class="filters-box" role="search">
    <div class="filters">
      <input class="input small" type="search" placeholder="Search ticket, summary, branch …" aria-label="Search runs" value={text} onInput={event => setText(event.currentTarget.value)} />
      <Choice name="state" label="Outcome" values={['running', 'completed', 'blocked', 'failed', 'cancelled'].map(state => [state, stateWord(state)])} />
      <Choice name="repository" label="Repository" values={same(choices.value?.repositories)} />
      <Choice name="provider" label="Provider" values={(choices.value?.providers ?? []).map(id => [id, nameOf(id)])} />
      <button type="button" class="button small" aria-expanded={isOpen} aria-controls="more-filters" onClick={() => setOpen(!isOpen)}><SlidersHorizontal size={14} />More filters</button>
      {names.some(name => search.get(name)) && <button type="button" class="button quiet small" onClick={clearFilters}>Clear all</button>}
    </div>
    {isOpen && <div class="more-filters" id="more-filters">
      <Choice isQuiet name="reason" label="Reason" values={(choices.value?.reasons ?? []).map(reason => [reason, plain(reason)])} />
      <Choice isQuiet name="requester" label="Requester" values={same(choices.value?.requesters)} />
      <Choice isQuiet name="model" label="Model" values={same(choices.value?.models)} />
      <Choice isQuiet name="pushed" label="Branch" values={[['yes', 'Pushed'], ['no', 'Not pushed']]} />
      <Typed name="ticket" label="Ticket" placeholder="whole key" />
      <Typed name="branch" label="Branch name" placeholder="whole name" />
      <Typed name="since" type="date" label="Started from" />
      <Typed name="until" type="date" label="Started to" />
      <Typed name="min_cost_usd" type="number" step="any" label="Cost from, in $" />
      <Typed name="min_tokens" type="number" label="Tokens from" />
    </div>}
    {!isOpen && set.length > 0 && <div class="filters">{set.map(name => <button key={name} type="button" class="button small" title="Remove this filter" onClick={() => setSearch({[name]: ''})}>
      {further[name]}: {(shown[name] ?? String)(search.get(name)!)}<X size={12} aria-hidden="true" /></button>)}</div>}
  </div>;
}
