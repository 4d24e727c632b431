// When a run waits for a person, and what it may spend.
import type {ApprovalSettings, Budgets} from '../api/types.ts';
import {CheckField, TextField} from '../components/Form.tsx';
import type {FormState} from '../components/Form.tsx';

export interface ApprovalDraft {beforePublish: boolean; onFlags: boolean; minutes: string; tokens: string; dollars: string; time: string; turns: string}

const shown = (value: number | undefined, unit = 1) => value ? String(value / unit) : '';
const read = (text: string, unit = 1) => Math.round(Number(text || 0) * unit * 10_000) / 10_000;

export const approvalDraft = (approval: ApprovalSettings = {}, budgets: Budgets = {}): ApprovalDraft => ({
  beforePublish: approval.before_publish ?? false, onFlags: approval.on_guard_flags ?? false, minutes: shown(approval.timeout_seconds ?? 86_400, 60),
  tokens: shown(budgets.tokens), dollars: shown(budgets.cost_usd), time: shown(budgets.wall_seconds, 60), turns: shown(budgets.turns),
});
export const approvalSettings = (draft: ApprovalDraft): ApprovalSettings =>
  ({before_publish: draft.beforePublish, on_guard_flags: draft.onFlags, timeout_seconds: Math.round(read(draft.minutes, 60))});
export const budgetSettings = (draft: ApprovalDraft): Budgets =>
  ({tokens: read(draft.tokens), cost_usd: read(draft.dollars), wall_seconds: Math.round(read(draft.time, 60)), turns: read(draft.turns)});

export function ApprovalFields({draft, form, onChange}: {draft: ApprovalDraft; form: FormState; onChange: (draft: ApprovalDraft) => void}) {
  const field = (name: keyof ApprovalDraft, api: string) => ({name: api, type: 'number', value: String(draft[name]), error: form.errors[api], onChange: (value: string) => onChange({...draft, [name]: value})});
  return <>
    <fieldset class="boxed"><legend>Approval</legend>
      <CheckField name="settings.approval.before_publish" label="Before publishing" help="nothing is pushed before a person has approved it" isOn={draft.beforePublish} onChange={isOn => onChange({...draft, beforePublish: isOn})} />
      <CheckField name="settings.approval.on_guard_flags" label="When the diff guard flags the change" help="a change without flags goes on by itself" isOn={draft.onFlags} onChange={isOn => onChange({...draft, onFlags: isOn})} />
      {(draft.beforePublish || draft.onFlags) && <TextField {...field('minutes', 'settings.approval.timeout_seconds')} label="Minutes to wait" isRequired help="Then the run ends blocked. The executor waits with it and takes no other job." />}</fieldset>
    <fieldset class="boxed"><legend>Budget of one run</legend>
      <TextField {...field('tokens', 'settings.budgets.tokens')} label="Tokens" optional placeholder="no limit" />
      <TextField {...field('dollars', 'settings.budgets.cost_usd')} label="Dollars" optional placeholder="no limit" help="Only for models whose price is known." />
      <TextField {...field('time', 'settings.budgets.wall_seconds')} label="Minutes" optional placeholder="as the worker allows" />
      <TextField {...field('turns', 'settings.budgets.turns')} label="Turns of each attempt" optional placeholder="as the worker allows" help="People can extend the budget of a run while it runs, up to what the worker allows." /></fieldset>
  </>;
}
