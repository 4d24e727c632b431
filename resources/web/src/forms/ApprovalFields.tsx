// When a run waits for a person.
import type {ApprovalSettings} from '../api/types.ts';
import {CheckField, TextField} from '../components/Form.tsx';
import type {FormState} from '../components/Form.tsx';
import {readLimit, shownLimit} from '../model/budgets.ts';

export interface ApprovalDraft {beforePublish: boolean; onFlags: boolean; minutes: string}

export const approvalDraft = (approval: ApprovalSettings = {}): ApprovalDraft => ({
  beforePublish: approval.before_publish ?? false, onFlags: approval.on_guard_flags ?? false, minutes: shownLimit(approval.timeout_seconds ?? 86_400, 60),
});
export const approvalSettings = (draft: ApprovalDraft): ApprovalSettings =>
  ({before_publish: draft.beforePublish, on_guard_flags: draft.onFlags, timeout_seconds: readLimit(draft.minutes, 'settings.approval.timeout_seconds', 60)});

export function ApprovalFields({draft, form, onChange}: {draft: ApprovalDraft; form: FormState; onChange: (draft: ApprovalDraft) => void}) {
  const field = (name: keyof ApprovalDraft, api: string) => ({name: api, numeric: true, value: String(draft[name]), error: form.errors[api], onChange: (value: string) => onChange({...draft, [name]: value})});
  return <fieldset class="boxed"><legend>Approval</legend>
    <CheckField name="settings.approval.before_publish" label="Before publishing" help="nothing is pushed before a person has approved it" isOn={draft.beforePublish} onChange={isOn => onChange({...draft, beforePublish: isOn})} />
    <CheckField name="settings.approval.on_guard_flags" label="When the diff guard flags the change" help="a change without flags goes on by itself" isOn={draft.onFlags} onChange={isOn => onChange({...draft, onFlags: isOn})} />
    {(draft.beforePublish || draft.onFlags) && <TextField {...field('minutes', 'settings.approval.timeout_seconds')} label="Minutes to wait" isRequired help="Then the run ends blocked. The executor waits with it and takes no other job." />}</fieldset>;
}
