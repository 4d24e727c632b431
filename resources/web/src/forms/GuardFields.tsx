// The diff guard of a repository: its limits, and what each rule does.
import type {DiffGuardSettings, GuardRule, GuardRuleList} from '../api/types.ts';
import {useResource} from '../api/resource.ts';
import {SelectField, TextField, type FormState} from '../components/Form.tsx';

const limits = [
  ['maximum_files', 'Changed files at most', '', 100],
  ['maximum_lines', 'Changed lines at most', 'Added and removed together.', 5000],
  ['maximum_file_bytes', 'Size of a changed file at most', 'In bytes.', 1048576],
] as const;
const words = {off: 'Off', flag: 'Flag', block: 'Block'} as const;
type Action = GuardRule['standard'];

/** What is typed: limits as text, and the rules that do not do what they do by themselves. */
export interface GuardDraft { limits: Record<string, string>; rules: Record<string, Action> }

export function guardDraft(settings: DiffGuardSettings = {}): GuardDraft {
  return {limits: Object.fromEntries(limits.map(([name, , , usual]) => [name, String(settings[name] ?? usual)])), rules: {...settings.rules}};
}

export function guardSettings(draft: GuardDraft): DiffGuardSettings {
  return {...Object.fromEntries(limits.map(([name]) => [name, Number(draft.limits[name])])), rules: draft.rules};
}

export function GuardFields({draft, onChange, form}: {draft: GuardDraft; onChange: (draft: GuardDraft) => void; form: FormState}) {
  const rules = useResource<GuardRuleList>('/diff-guard/rules');
  const setRule = (id: string, value: string) => {
    const next = {...draft.rules};
    if (value) next[id] = value as Action;
    else delete next[id];
    onChange({...draft, rules: next});
  };
  const error = (name: string) => form.errors[`settings.diff_guard.${name}`];
  const own = Object.keys(draft.rules).length;
  return <details class="more"><summary>Diff guard{own > 0 && ` (${own} set here)`}</summary><div class="stack" style={{gap: '18px'}}>
    <p class="soft small">It looks at each change before it is pushed. What is flagged goes on and is shown with the result; what is blocked is not pushed.</p>
    {limits.map(([name, label, help]) => <TextField key={name} name={`settings.diff_guard.${name}`} label={label} type="number" help={help}
      value={draft.limits[name]} error={error(name)} onChange={value => onChange({...draft, limits: {...draft.limits, [name]: value}})} />)}
    {error('rules') && <p class="error" role="alert">{error('rules')}</p>}
    <div class="guard-rules">{(rules.value?.items ?? []).map(rule => <SelectField key={rule.id} name={`settings.diff_guard.rules.${rule.id}`} label={rule.title} help={rule.looks_at}
      value={draft.rules[rule.id] ?? ''} error={error(`rules.${rule.id}`)} onChange={value => setRule(rule.id, value)}
      choices={[['', `${words[rule.standard]} (as usual)`], ...Object.entries(words)]} />)}</div>
  </div></details>;
}
