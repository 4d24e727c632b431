// Fields with label above, help under, error beside; and the state of a form whose text outlives a failed save.
import type {ComponentChildren} from 'preact';
import {useEffect, useId, useRef, useState} from 'preact/hooks';
import {CircleAlert, Lock} from 'lucide-preact';
import {ApiError} from '../api/client.ts';
import {markUnsaved} from '../app/unsaved.ts';
import {Note} from './parts.tsx';

export interface FormState {
  isBusy: boolean;
  failure?: ApiError;
  errors: Record<string, string>;
  setErrors: (errors: Record<string, string>) => void;
  submit: (work: () => Promise<void>) => Promise<void>;
  /** What was typed is kept by the worker now. */
  saved: () => void;
  box: {current: HTMLFormElement | null};
}

/** `asks`: what is typed into it and not saved is not left without a question. */
export function useForm({asks = false} = {}): FormState {
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ApiError>();
  const [errors, setErrors] = useState<Record<string, string>>({});
  const box = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (!asks) return;
    const mark = () => markUnsaved(true);
    const form = box.current;
    form?.addEventListener('input', mark);
    return () => {
      form?.removeEventListener('input', mark);
      markUnsaved(false);
    };
  }, []);
  const saved = () => markUnsaved(false);
  const submit = async (work: () => Promise<void>) => {
    setBusy(true);
    setFailure(undefined);
    setErrors({});
    try {
      await work();
    } catch (cause) {
      if (!(cause instanceof ApiError)) throw cause;
      setFailure(cause);
      if (cause.field) setErrors({[cause.field]: cause.message});
      requestAnimationFrame(() => box.current?.querySelector<HTMLElement>('[aria-invalid="true"], .note.failed')?.scrollIntoView({block: 'center'}));
    } finally {
      setBusy(false);
    }
  };
  return {isBusy, failure, errors, setErrors, submit, saved, box};
}

/** What is wrong, above the buttons, with links to the fields. */
export function FormSummary({form}: {form: FormState}) {
  const named = Object.entries(form.errors);
  if (!form.failure && !named.length) return null;
  const focus = (field: string) => form.box.current?.querySelector<HTMLElement>(`[name="${CSS.escape(field)}"]`)?.focus();
  return <Note tone="failed" role="alert">
    {named.length
      ? <>Not saved. {named.map(([field, text]) => <div key={field}><button type="button" class="plain" style={{color: 'var(--accent)'}} onClick={() => focus(field)}>{text}</button></div>)}</>
      : form.failure?.status === 409 || form.failure?.status === 412
        ? <>Not saved: {form.failure.message} What you typed is still here.</>
        : <>Not saved: {form.failure?.message}</>}
  </Note>;
}

interface FieldProps {
  name: string; label: string; help?: ComponentChildren; error?: string; optional?: boolean; lockedBy?: string;
}

interface Wiring { id: string; name: string; 'aria-describedby'?: string; 'aria-invalid'?: 'true' }

/** The worker's help texts have `names` in them. */
export function ticked(text: ComponentChildren): ComponentChildren {
  return typeof text === 'string' ? text.split('`').map((part, index) => index % 2 ? <code key={index}>{part}</code> : part) : text;
}

export function Field({name, label, help, error, optional, lockedBy, children}: FieldProps & {children: (wiring: Wiring) => ComponentChildren}) {
  const id = useId();
  const described = [help && `${id}h`, error && `${id}e`, lockedBy && `${id}l`].filter(Boolean).join(' ');
  return <div class="field">
    <label for={id}>{label}{optional && <span class="optional"> (optional)</span>}</label>
    {children({id, name, 'aria-describedby': described || undefined, 'aria-invalid': error ? 'true' : undefined})}
    {lockedBy && <div class="locked" id={`${id}l`}><Lock aria-hidden="true" /><span>Set by <code>{lockedBy}</code> in the environment; change it there.</span></div>}
    {error && <div class="error" id={`${id}e`}><CircleAlert aria-hidden="true" />{error}</div>}
    {help && <div class="help" id={`${id}h`}>{ticked(help)}</div>}
  </div>;
}

export function TextField({value, onChange, type = 'text', placeholder, code, isRequired, numeric, proposals, ...field}: FieldProps & {
  value: string; onChange: (value: string) => void; type?: string; placeholder?: string; code?: boolean; isRequired?: boolean;
  /** Digits are typed; unlike type="number" it keeps what is no number, so that it can be refused. */
  numeric?: boolean;
  /** Offered while typing; anything else may be typed as well. */
  proposals?: string[];
}) {
  const list = useId();
  return <Field {...field}>{wiring => <><input {...wiring} list={proposals?.length ? list : undefined} class={`input${code ? ' code' : ''}`} type={type} inputMode={numeric ? 'decimal' : undefined} value={value} placeholder={placeholder}
    readOnly={!!field.lockedBy} required={isRequired} autocomplete={type === 'password' ? 'new-password' : 'off'} spellcheck={false}
    onInput={event => onChange(event.currentTarget.value)} />
    {!!proposals?.length && <datalist id={list}>{proposals.map(one => <option key={one} value={one} />)}</datalist>}</>}</Field>;
}

export function AreaField({value, onChange, rows = 4, placeholder, code, ...field}: FieldProps & {
  value: string; onChange: (value: string) => void; rows?: number; placeholder?: string; code?: boolean;
}) {
  return <Field {...field}>{wiring => <textarea {...wiring} class={`textarea${code ? ' code' : ''}`} rows={rows} placeholder={placeholder}
    spellcheck={!code} value={value} onInput={event => onChange(event.currentTarget.value)} />}</Field>;
}

export function SelectField({value, onChange, choices, ...field}: FieldProps & {
  value: string; onChange: (value: string) => void; choices: [value: string, label: string][];
}) {
  return <Field {...field}>{wiring => <select {...wiring} class="select" value={value} disabled={!!field.lockedBy} onChange={event => onChange(event.currentTarget.value)}>
    {choices.map(([key, label]) => <option key={key} value={key}>{label}</option>)}
  </select>}</Field>;
}

export function CheckField({label, help, isOn, onChange, name}: {name: string; label: string; help?: string; isOn: boolean; onChange: (isOn: boolean) => void}) {
  return <label class="check"><input type="checkbox" name={name} checked={isOn} onChange={event => onChange(event.currentTarget.checked)} />
    <span>{label}{help && <span class="soft"> — {help}</span>}</span></label>;
}
