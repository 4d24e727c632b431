#!/usr/bin/env node
// What our loop and the command line agents talk to while P03 measures them: Anthropic Messages and OpenAI Responses on one loopback port.
// Each request gets the next command, `echo step N`, by the tool that the agent offers for commands; after CALLS results it
// gets a closing text (ours: a call of `finish`). It checks nothing: the agents are not what is tested.
//   peer-model.mjs CALLS      prints {"url", "pid"} when ready; ends with its standard input
import { createServer } from 'node:http';
import { announce, endWith } from '../servers/lifecycle.mjs';
import { streamEvents as messagesEvents } from '../servers/anthropic.mjs';
import { commandTool, streamEvents as responsesEvents } from '../servers/openai-responses.mjs';

const calls = Number(process.argv[2] ?? 50);
const usage = { input_tokens: 100, output_tokens: 20, cached_tokens: 0 };
const commandOf = (number) => `echo step ${number}`;

const toolNames = (body) => (body.tools ?? []).map((tool) => tool.name);

const messages = {
  path: '/v1/messages',
  done: (body) => body.messages.flatMap((message) => message.content).filter((block) => block.type === 'tool_result').length,
  stream(body, number, isLast) {
    const text = { type: 'text', text: isLast ? 'Done.' : `Step ${number}.` };
    const isOurs = toolNames(body).includes('run_command');
    const call = (name, input) => ({ type: 'tool_call', id: `toolu_${number}`, name, input });
    const command = isOurs ? call('run_command', { command: commandOf(number) })
      : call('Bash', { command: commandOf(number), description: 'A step' });
    const closing = isOurs ? [text, call('finish', { summary: 'Done.' })] : [text];
    const step = { content: isLast ? closing : [text, command], stop: isLast && !isOurs ? 'end_turn' : 'tool_use', usage };
    return messagesEvents(step, body, number);
  },
};

const responses = {
  path: '/v1/responses',
  done: (body) => body.input.filter((item) => item.type.endsWith('call_output')).length,
  stream(body, number, isLast) {
    const text = { type: 'text', text: isLast ? 'Done.' : `Step ${number}.` };
    const step = { content: isLast ? [text] : [text, { type: 'tool_call', id: `call_${number}`, ...commandTool(body, commandOf(number)) }], usage };
    return responsesEvents(step, body, number);
  },
};

const server = createServer((request, response) => {
  const protocol = [messages, responses].find((candidate) => request.url.split('?')[0] === candidate.path);
  const parts = [];
  request.on('data', (part) => parts.push(part));
  request.on('end', () => {
    if (!protocol || request.method !== 'POST') {
      response.writeHead(request.url === '/' ? 200 : 404).end();
      return;
    }
    const body = JSON.parse(Buffer.concat(parts).toString('utf8'));
    // Agents ask small things on the side, such as a title; those come without tools and get a text.
    const isLast = toolNames(body).length === 0 || protocol.done(body) >= calls;
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.end(protocol.stream(body, protocol.done(body), isLast).join(''));
  });
});
server.listen(0, '127.0.0.1', () => {
  endWith({ 'watch-stdin': true }, () => server.closeAllConnections());
  announce({ url: `http://127.0.0.1:${server.address().port}` });
});
