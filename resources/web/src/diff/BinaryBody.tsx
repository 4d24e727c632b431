// A file that is no text: its pictures side by side where it has some, else how large it was and is.
import {useEffect, useState} from 'preact/hooks';
import {hasImageName, imageOf, mostPixels, type Image} from '../model/image.ts';
import type {FileDiff} from '../model/patch.ts';
import {bytes} from '../model/words.ts';
import {noteOf} from './FileHead.tsx';
import type {Side, WholeFile, WholeFiles} from './wholeFiles.ts';

const imageHeight = 296;
const noteHeight = 76;

export function binaryHeight(file: FileDiff): number {
  return hasImageName(file.path) ? imageHeight : noteHeight;
}

type Version = {file: WholeFile; image?: Image} | {failure: string} | undefined;

function useVersion(source: WholeFiles, side: Side, path: string): Version {
  const [version, setVersion] = useState<Version>();
  useEffect(() => {
    let isWanted = true;
    setVersion(undefined);
    if (!path) return;
    source.read(side, path).then(file => isWanted && setVersion({file, image: imageOf(file.bytes)}), (cause: Error) => isWanted && setVersion({failure: cause.message}));
    return () => { isWanted = false; };
  }, [source, side, path]);
  return version;
}

function sizeOf(version: Version): string {
  return !version ? '…' : 'failure' in version ? 'unknown size' : bytes(version.file.bytes.length);
}

function Picture({version, side, path}: {version: Version; side: Side; path: string}) {
  const shown = version && 'file' in version ? version : undefined;
  const image = shown?.image;
  const isTooLarge = !!image && image.width * image.height > mostPixels;
  return <figure class={`picture ${side}`}>
    <figcaption><span>{side === 'before' ? 'Before' : 'After'}</span><span class="faint number">{image && `${image.width} × ${image.height}, `}{sizeOf(version)}</span></figcaption>
    <div class="canvas">
      {version && 'failure' in version ? <p>{version.failure}</p>
        : shown && !image ? <p>It is no picture that a page can show.</p>
        : isTooLarge ? <p>It has too many pixels to be shown.</p>
        : image && <img src={`data:${image.type};base64,${shown!.file.base64}`} alt={`${path} ${side} the change`} />}
    </div>
  </figure>;
}

export function BinaryBody({file, source}: {file: FileDiff; source: WholeFiles}) {
  const paths = {before: file.change === 'added' ? '' : file.oldPath, after: file.change === 'deleted' ? '' : file.path};
  const before = useVersion(source, 'before', paths.before), after = useVersion(source, 'after', paths.after);
  if (hasImageName(file.path))
    return <div class="pictures" style={{height: `${imageHeight}px`}}>
      {paths.before && <Picture version={before} side="before" path={file.path} />}{paths.after && <Picture version={after} side="after" path={file.path} />}
    </div>;
  const versions = [...paths.before ? [before] : [], ...paths.after ? [after] : []];
  const failure = versions.map(version => version && 'failure' in version ? version.failure : '').find(Boolean);
  const isKnown = versions.some(version => !version || 'file' in version);
  return <div class="file-note binary">
    <div>{isKnown ? <>Binary file{file.change === 'added' ? ', new' : file.change === 'deleted' ? ', deleted' : ''}: <span class="number">{versions.map(sizeOf).join(' → ')}</span></> : noteOf(file)}</div>
    {failure && <div class="tiny why" title={failure}>{failure}</div>}
  </div>;
}
