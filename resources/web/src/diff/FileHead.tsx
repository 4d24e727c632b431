// The head of a file's diff, which stays in sight while its lines scroll under it.
import {ChevronDown, ChevronRight, FoldVertical, UnfoldVertical} from 'lucide-preact';
import {CopyButton, Counts} from '../components/parts.tsx';
import type {FileDiff} from '../model/patch.ts';

/** What stands in the place of lines when there are none. */
export function noteOf(file: FileDiff): string {
  if (file.isBinary) return 'Binary file; its content is not shown.';
  if (file.change === 'mode_changed') return `Mode changed from ${file.oldMode} to ${file.newMode}.`;
  if (file.change === 'renamed') return `Renamed from ${file.oldPath} without a change.`;
  return file.change === 'added' ? 'An empty file was added.' : 'Nothing to show.';
}

/** Show the whole file, or its changes alone; nothing when there is no more than is shown. */
export interface Extent { is: 'changes' | 'whole'; isBusy: boolean; flip: () => void }

export function FileHead({file, isOpen, isViewed, extent, onFold, onView}: {
  file: FileDiff; isOpen: boolean; isViewed: boolean; extent?: Extent; onFold: () => void; onView: () => void;
}) {
  const more = extent?.is === 'whole' ? 'Show the changes alone' : 'Show the whole file';
  return <div class="file-head">
    <button type="button" class="button quiet icon small" aria-expanded={isOpen} aria-label={`${isOpen ? 'Fold' : 'Unfold'} ${file.path}`} onClick={onFold}>
      {isOpen ? <ChevronDown size={16} /> : <ChevronRight size={16} />}
    </button>
    <span class="name clip" title={file.path}><bdi>{file.oldPath !== file.path && file.change === 'renamed' ? `${file.oldPath} → ` : ''}{file.path}</bdi></span>
    <CopyButton text={file.path} label="Copy the path" />
    {file.change !== 'modified' && <span class="tag hide-s">{file.change.replace('_', ' ')}</span>}
    <span class="row" style={{marginLeft: 'auto', flex: 'none', gap: '12px'}}>
      {isOpen && extent && <button type="button" class="button quiet icon small" aria-busy={extent.isBusy || undefined} title={more} aria-label={`${more}: ${file.path}`} onClick={() => extent.isBusy || extent.flip()}>
        {extent.is === 'whole' ? <FoldVertical size={14} /> : <UnfoldVertical size={14} />}</button>}
      {!file.isBinary && <Counts plus={file.additions} minus={file.deletions} />}
      <label><input type="checkbox" checked={isViewed} onChange={onView} aria-label={`Viewed ${file.path}`} /><span class="hide-s">Viewed</span></label>
    </span>
  </div>;
}
