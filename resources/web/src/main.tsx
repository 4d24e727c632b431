import {render} from 'preact';
import './styles/index.css';
import {App} from './app/App.tsx';
import {startRouter} from './app/router.ts';
import {startShortcuts} from './app/shortcuts.ts';

startRouter();
startShortcuts();
render(<App />, document.getElementById('app')!);
