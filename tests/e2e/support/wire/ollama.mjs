// Ollama's chat as the service answers it. Source: docs/api.md of Ollama, November 2026.
import {Refused} from './common.mjs';

function check(body) {
  if (!body.messages?.length) throw new Refused(400, {error: 'messages is required'});
  for (const message of body.messages) {
    if (!['system', 'user', 'assistant', 'tool'].includes(message.role)) throw new Refused(400, {error: `invalid role: ${message.role}`});
    if (typeof (message.content ?? '') !== 'string') throw new Refused(400, {error: 'json: cannot unmarshal array into Go struct field ChatRequest.messages.content of type string'});
    for (const call of message.tool_calls ?? []) if (typeof call.function.arguments !== 'object') throw new Refused(400, {error: 'arguments: not an object'});
  }
}

function read(body) {
  return {
    model: body.model,
    stream: body.stream !== false,
    prompt: body.messages.filter((message) => message.role === 'user').map((message) => message.content).join('\n'),
    tools: (body.tools ?? []).map((tool) => ({name: tool.function.name, schema: tool.function.parameters ?? {}})),
    results: body.messages.filter((message) => message.role === 'tool').map((message) => message.content),
    signed: false,
  };
}

const kCounts = {done_reason: 'stop', done: true, total_duration: 5e9, load_duration: 1e6, prompt_eval_count: 1040, prompt_eval_duration: 1e8, eval_count: 20, eval_duration: 2e9};
const line = (asked, message, rest) => ({model: asked.model, created_at: '2026-11-01T00:00:00.000000Z', message: {role: 'assistant', content: '', ...message}, ...rest});
const callsOf = (reply) => ({tool_calls: [{function: {name: reply.call.name, arguments: reply.call.input}}]});

function plain(asked, reply) {
  return line(asked, {content: reply.text ?? '', ...(reply.call ? callsOf(reply) : {})}, kCounts);
}

function* stream(asked, reply) {
  const send = (message, rest = {done: false}) => `${JSON.stringify(line(asked, message, rest))}\n`;
  for (const word of (reply.text ?? '').split(/(?<= )/).filter(Boolean)) yield send({content: word});
  if (reply.call) yield send(callsOf(reply));
  yield send({}, kCounts);
}

export const ollama = {
  matches: (path) => path === '/api/chat',
  read, check, plain, stream,
  contentType: 'application/x-ndjson',
};
