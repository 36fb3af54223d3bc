// OpenAI's chat completions as the service checks and answers them. Source: API reference, "Create chat completion", "The
// chat completion chunk object", November 2026.
import {Refused, sseEvent, textOf} from './common.mjs';

const kFields = new Set(['model', 'messages', 'stream', 'stream_options', 'tools', 'tool_choice', 'parallel_tool_calls', 'max_tokens', 'max_completion_tokens',
  'temperature', 'top_p', 'n', 'stop', 'seed', 'user', 'response_format', 'reasoning_effort', 'frequency_penalty', 'presence_penalty', 'logprobs', 'top_logprobs',
  'logit_bias', 'metadata', 'store', 'service_tier', 'prompt_cache_key', 'prompt_cache_retention', 'safety_identifier', 'verbosity', 'prediction',
  'web_search_options', 'modalities', 'audio']);
const kRoles = ['system', 'developer', 'user', 'assistant', 'tool'];

function check(body) {
  const refuse = (message, param) => {
    throw new Refused(400, {error: {message, type: 'invalid_request_error', param, code: null}});
  };
  for (const name of Object.keys(body)) if (!kFields.has(name)) refuse(`Unrecognized request argument supplied: ${name}`, null);
  if (!body.messages?.length) refuse("Invalid 'messages': empty array.", 'messages');
  for (const {type, function: tool} of body.tools ?? []) {
    if (type !== 'function') refuse(`Invalid value: '${type}'.`, 'tools');
    if (!/^[a-zA-Z0-9_-]{1,64}$/.test(tool.name)) refuse(`Invalid 'tools.function.name': '${tool.name}' does not match the pattern.`, 'tools');
    if (tool.parameters && tool.parameters.type !== 'object') refuse(`Invalid schema for function '${tool.name}'.`, 'tools');
  }
  let open = [];
  for (const [index, message] of body.messages.entries()) {
    if (!kRoles.includes(message.role)) refuse(`Invalid value: '${message.role}'.`, `messages[${index}].role`);
    if (message.role === 'tool') {
      if (!open.includes(message.tool_call_id)) refuse("messages with role 'tool' must be a response to a preceeding message with 'tool_calls'.", `messages[${index}]`);
      open = open.filter((id) => id !== message.tool_call_id);
      continue;
    }
    if (open.length) refuse(`An assistant message with 'tool_calls' must be followed by tool messages. These did not have one: ${open}`, `messages[${index}]`);
    open = (message.tool_calls ?? []).map((call) => call.id);
    for (const call of message.tool_calls ?? []) JSON.parse(call.function.arguments);
    if (message.role !== 'assistant' && message.content == null) refuse('Invalid value for content: expected a string, got null.', `messages[${index}].content`);
  }
}

function read(body) {
  return {
    model: body.model,
    stream: body.stream === true,
    usage: body.stream_options?.include_usage === true,
    prompt: body.messages.filter((message) => message.role === 'user').map((message) => textOf(message.content)).join('\n'),
    tools: (body.tools ?? []).map((tool) => ({name: tool.function.name, schema: tool.function.parameters ?? {}})),
    results: body.messages.filter((message) => message.role === 'tool').map((message) => textOf(message.content)),
    signed: false,
  };
}

const kUsage = {
  prompt_tokens: 1040, completion_tokens: 20, total_tokens: 1060,
  prompt_tokens_details: {cached_tokens: 1000, audio_tokens: 0},
  completion_tokens_details: {reasoning_tokens: 0, audio_tokens: 0, accepted_prediction_tokens: 0, rejected_prediction_tokens: 0},
};

const headOf = (asked, object, ids) => ({id: `chatcmpl-${ids.next()}`, object, created: 1_763_000_000, model: asked.model, service_tier: 'default', system_fingerprint: null});
const callOf = (reply, ids) => ({id: `call_${ids.next()}`, type: 'function', function: {name: reply.call.name, arguments: JSON.stringify(reply.call.input)}});

function plain(asked, reply, ids) {
  const message = {role: 'assistant', content: reply.text ?? null, refusal: null, annotations: []};
  if (reply.call) message.tool_calls = [callOf(reply, ids)];
  const choice = {index: 0, message, logprobs: null, finish_reason: reply.call ? 'tool_calls' : 'stop'};
  return {...headOf(asked, 'chat.completion', ids), choices: [choice], usage: kUsage};
}

function* stream(asked, reply, ids) {
  const head = headOf(asked, 'chat.completion.chunk', ids);
  const usage = asked.usage ? {usage: null} : {};
  const chunk = (delta, finish_reason = null) => sseEvent({...head, choices: [{index: 0, delta, logprobs: null, finish_reason}], ...usage});
  yield chunk({role: 'assistant', content: reply.text ? '' : null, refusal: null});
  for (const word of (reply.text ?? '').split(/(?<= )/).filter(Boolean)) yield chunk({content: word});
  if (reply.call) {
    const {id, type, function: {name, arguments: json}} = callOf(reply, ids);
    yield chunk({tool_calls: [{index: 0, id, type, function: {name, arguments: ''}}]});
    for (const piece of [json.slice(0, 7), json.slice(7)]) yield chunk({tool_calls: [{index: 0, function: {arguments: piece}}]});
  }
  yield chunk({}, reply.call ? 'tool_calls' : 'stop');
  if (asked.usage) yield sseEvent({...head, choices: [], usage: kUsage});
  yield 'data: [DONE]\n\n';
}

export const openai = {
  matches: (path) => path === '/v1/chat/completions',
  read, check, plain, stream,
  contentType: 'text/event-stream; charset=utf-8',
};
