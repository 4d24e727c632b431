import type {ComponentChildren} from 'preact';
import {useEffect, useRef, useState} from 'preact/hooks';

/** A modal of the browser's own: it keeps focus inside and gives it back. */
export function Dialog({title, onClose, children, class: name}: {title: string; onClose: () => void; children: ComponentChildren; class?: string}) {
  const box = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = box.current!;
    dialog.showModal();
    return () => dialog.close();
  }, []);
  return <dialog ref={box} class={name} aria-label={title} onCancel={event => { event.preventDefault(); onClose(); }}
    onClick={event => event.target === box.current && onClose()}>{children}</dialog>;
}

/** A button that asks before it does what cannot be undone. */
export function ConfirmButton({label, question, explanation, verb, onConfirm, class: name = 'button', icon}: {
  label: string; question: string; explanation: string; verb: string; onConfirm: () => unknown; class?: string; icon?: ComponentChildren;
}) {
  const [isOpen, setOpen] = useState(false);
  return <>
    <button type="button" class={name} onClick={() => setOpen(true)} aria-label={icon && !label ? question : undefined}>{icon}{label}</button>
    {isOpen && <Dialog title={question} onClose={() => setOpen(false)}>
      <div class="inside">
        <h2>{question}</h2>
        <p class="soft">{explanation}</p>
        <div class="actions">
          <button type="button" class="button" onClick={() => setOpen(false)}>Keep it</button>
          <button type="button" class="button primary" autofocus onClick={() => { setOpen(false); void onConfirm(); }}>{verb}</button>
        </div>
      </div>
    </Dialog>}
  </>;
}
