import {discard, leaving} from '../app/unsaved.ts';
import {useStore} from '../app/store.ts';
import {Dialog} from './Dialog.tsx';

/** Asks before a form with changes is left. */
export function LeaveDialog() {
  if (!useStore(leaving)) return null;
  const stay = () => leaving.set(undefined);
  return <Dialog title="Discard your changes?" onClose={stay}>
    <div class="inside">
      <h2>Discard your changes?</h2>
      <p class="soft">What you have changed here is not saved.</p>
      <div class="actions">
        <button type="button" class="button primary" autofocus onClick={stay}>Keep editing</button>
        <button type="button" class="button" onClick={discard}>Discard them</button>
      </div>
    </div>
  </Dialog>;
}
