import assert from 'node:assert/strict';
import test from 'node:test';
import {Output, pieces} from '../src/model/ansi.ts';

const text = (list: {text: string}[]) => list.map(piece => piece.text).join('');

test('colours become pieces and everything else of a sequence is dropped', () => {
  const {pieces: found} = pieces('a \x1b[31;1mred\x1b[0m \x1b[2Kb\x1b]0;title\x07c');
  assert.equal(text(found), 'a red bc');
  assert.deepEqual(found.map(piece => piece.style.color), ['', 'red', '', '', '']);
  assert.equal(found[1].style.bold, true);
});

test('256 colours and true colours are understood', () => {
  const {pieces: found} = pieces('\x1b[38;5;196mx\x1b[48;2;1;2;3my');
  assert.equal(found[0].style.color, 'rgb(255,0,0)');
  assert.equal(found[1].style.background, 'rgb(1,2,3)');
});

test('lines that come in pieces are put together', () => {
  const output = new Output();
  output.append('one\ntw');
  output.append('o\r\nthr');
  output.append('ee\n');
  output.append('four');
  assert.deepEqual(output.lines, ['one', 'two', 'three', 'four']);
});

test('empty lines are kept', () => {
  const output = new Output();
  output.append('\n\na\n');
  output.append('\n');
  assert.deepEqual(output.lines, ['', '', 'a', '']);
});

test('a progress bar shows its last state', () => {
  const output = new Output();
  output.append(' 10 %\r 50 %\r100 %\ndone\n');
  assert.deepEqual(output.lines, ['100 %', 'done']);
});

test('a colour goes on into the next line', () => {
  const output = new Output();
  output.append('\x1b[32mgreen\nstill\x1b[0m\nplain\n');
  assert.equal(output.line(1)[0].style.color, 'green');
  assert.equal(output.line(2)[0].style.color, '');
  assert.equal(output.plainText(), 'green\nstill\nplain');
});
