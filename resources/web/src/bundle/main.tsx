// Begins the page of a bundle, which stands behind its record in one file.
import {render} from 'preact';
import './bundle.css';
import {Bundle} from './Bundle.tsx';
import {parseRecord, type RunRecordText} from './record.ts';
import {Note} from '../components/parts.tsx';

function read(): RunRecordText | string {
  const element = document.getElementById('record');
  try {
    return parseRecord((element?.textContent ?? '').replace(/^\n/, ''));
  } catch (cause) {
    return (cause as Error).message;
  }
}

const found = read();
const app = document.getElementById('app')!;
app.textContent = '';
if (typeof found !== 'string') document.title = `Run ${found.stream}`;
render(typeof found === 'string' ? <main class="bundle"><h1>This file does not fit</h1><Note tone="failed" role="alert">{found}</Note></main> : <Bundle record={found} />, app);
