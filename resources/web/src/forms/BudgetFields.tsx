// What one run of a repository may use, and all of them in one day.
import type {Budgets, DayBudgets} from '../api/types.ts';
import {TextField} from '../components/Form.tsx';
import type {FormState} from '../components/Form.tsx';
import {limits, readLimit, shownLimit} from '../model/budgets.ts';

/** What was typed, by the name of the field in the API. */
export type BudgetDraft = Record<string, string>;

const ofRun = (name: string) => `settings.budgets.${name}`;
const ofDay = (name: string) => `settings.day_budgets.${name}`;
const byWorker = new Set<string>(['wall_seconds', 'turns', 'output_bytes']);
const daily = limits.slice(0, 2);

export const budgetDraft = (budgets: Budgets = {}, day: DayBudgets = {}): BudgetDraft => Object.fromEntries([
  ...limits.map(({name, unit}) => [ofRun(name), shownLimit(budgets[name], unit)]),
  ...daily.map(({name}) => [ofDay(name), shownLimit(day[name as keyof DayBudgets])]),
]);
export const budgetSettings = (draft: BudgetDraft): Budgets =>
  Object.fromEntries(limits.map(({name, unit}) => [name, readLimit(draft[ofRun(name)] ?? '', ofRun(name), unit)]));
export const dayBudgetSettings = (draft: BudgetDraft): DayBudgets =>
  Object.fromEntries(daily.map(({name}) => [name, readLimit(draft[ofDay(name)] ?? '', ofDay(name))]));

export function BudgetFields({draft, form, onChange}: {draft: BudgetDraft; form: FormState; onChange: (draft: BudgetDraft) => void}) {
  const field = (name: string) => ({name, numeric: true, optional: true, value: draft[name] ?? '', error: form.errors[name], onChange: (value: string) => onChange({...draft, [name]: value})});
  const help: Record<string, string> = {
    cost_usd: 'Only for models whose price is known.',
    commands: 'Setup, validation and the agent’s own together.',
    disk_bytes: 'What the workspace grows by after the checkout, ignored files too. People can extend each budget of a run while it goes on, up to what the worker allows.',
  };
  return <>
    <fieldset class="boxed"><legend>Budget of one run</legend><div class="field-grid">
      {limits.map(limit => <TextField key={limit.name} {...field(ofRun(limit.name))} label={limit.field} placeholder={byWorker.has(limit.name) ? 'as the worker allows' : 'no limit'} help={help[limit.name]} />)}</div></fieldset>
    <fieldset class="boxed"><legend>Budget of one day</legend><div class="field-grid">
      {daily.map(limit => <TextField key={limit.name} {...field(ofDay(limit.name))} label={limit.field} placeholder="no limit"
        help={limit.name === 'tokens' ? 'Of all runs that begin in one day. When it is used up, tickets wait in the queue until 00:00 UTC.' : help.cost_usd} />)}</div></fieldset>
  </>;
}
