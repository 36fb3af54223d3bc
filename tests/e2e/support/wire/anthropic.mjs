// Anthropic's Messages API as the service checks and answers it. Source: API reference, "Create a Message", "Streaming
// messages", "Extended thinking", "Tool use", November 2026.
import {Refused, sseEvent, textOf} from './common.mjs';

const kFields = new Set(['model', 'messages', 'system', 'max_tokens', 'metadata', 'stop_sequences', 'stream', 'temperature', 'top_k', 'top_p', 'tools',
  'tool_choice', 'thinking', 'service_tier', 'container', 'context_management', 'mcp_servers', 'output_config', 'speed', 'cache_control', 'diagnostics']);
const kSignature = 'EqoBCkgIARABGAIiQL3ow0Cm';

const thinks = (body) => ['enabled', 'adaptive'].includes(body.thinking?.type);
const blocksOf = (message) => (typeof message.content === 'string' ? [{type: 'text', text: message.content}] : message.content);

function check(body, headers) {
  const refuse = (message) => {
    throw new Refused(400, {type: 'error', error: {type: 'invalid_request_error', message}, request_id: 'req_e2e'});
  };
  if (!headers['anthropic-version']) refuse('anthropic-version: header is required');
  for (const name of Object.keys(body)) if (!kFields.has(name)) refuse(`${name}: Extra inputs are not permitted`);
  if (!(body.max_tokens > 0)) refuse('max_tokens: Field required');
  if (body.temperature > 1) refuse('temperature: range: 0..1');
  if (body.thinking?.type === 'enabled') {
    if (!(body.thinking.budget_tokens >= 1024)) refuse('thinking.enabled.budget_tokens: Input should be greater than or equal to 1024');
    if (body.thinking.budget_tokens >= body.max_tokens) refuse('`max_tokens` must be greater than `thinking.budget_tokens`');
  }
  if (thinks(body) && body.temperature !== undefined && body.temperature !== 1) refuse('`temperature` may only be set to 1 when thinking is enabled');
  if (thinks(body) && ['any', 'tool'].includes(body.tool_choice?.type)) refuse('Thinking may not be enabled when tool_choice forces tool use.');
  for (const tool of body.tools ?? []) {
    if (tool.type && tool.type !== 'custom') continue;
    if (!/^[a-zA-Z0-9_-]{1,128}$/.test(tool.name)) refuse(`tools: name ${tool.name} does not match the pattern`);
    if (tool.input_schema?.type !== 'object') refuse(`tools.${tool.name}.input_schema.type: Field required`);
  }
  if (!body.messages?.length) refuse('messages: at least one message is required');
  if (body.messages[0].role === 'assistant') refuse('messages: first message must use the "user" role');
  let open = new Set();
  for (const [index, message] of body.messages.entries()) {
    if (!['user', 'assistant', 'system'].includes(message.role)) refuse(`messages.${index}.role: Input should be 'user' or 'assistant'`);
    const blocks = blocksOf(message);
    if (!blocks.length) refuse(`messages.${index}: content must not be empty`);
    const results = blocks.filter((block) => block.type === 'tool_result').map((block) => block.tool_use_id);
    for (const id of results) if (!open.has(id)) refuse(`messages.${index}: unexpected \`tool_use_id\` found in \`tool_result\` blocks: ${id}`);
    for (const id of open) if (!results.includes(id)) refuse(`messages.${index}: \`tool_use\` ids were found without \`tool_result\` blocks immediately after: ${id}`);
    open = new Set(blocks.filter((block) => block.type === 'tool_use').map((block) => block.id));
    for (const block of blocks) {
      if (block.type === 'text' && block.text === '') refuse(`messages.${index}: text content blocks must be non-empty`);
      if (block.type === 'thinking' && block.signature !== kSignature) refuse(`messages.${index}: Invalid \`signature\` in \`thinking\` block`);
    }
    if (thinks(body) && body.thinking.type === 'enabled' && open.size > 0 && !['thinking', 'redacted_thinking'].includes(blocks[0].type))
      refuse(`messages.${index}.content.0.type: Expected \`thinking\` or \`redacted_thinking\`, but found \`${blocks[0].type}\``);
  }
}

function read(body) {
  const blocks = body.messages.flatMap((message) => blocksOf(message).map((block) => ({role: message.role, ...block})));
  return {
    model: body.model,
    stream: body.stream === true,
    prompt: blocks.filter((block) => block.role === 'user' && block.type === 'text').map((block) => block.text).join('\n'),
    tools: (body.tools ?? []).map((tool) => ({name: tool.name, schema: tool.input_schema ?? {}})),
    results: blocks.filter((block) => block.type === 'tool_result').map((block) => textOf(block.content)),
    signed: blocks.some((block) => block.type === 'thinking' && block.signature === kSignature),
    thinks: thinks(body),
  };
}

const kUsage = {input_tokens: 40, cache_creation_input_tokens: 0, cache_read_input_tokens: 1000};

function contentOf(asked, reply, ids) {
  const content = [];
  if (asked.thinks) content.push({type: 'thinking', thinking: 'Let me think.', signature: kSignature});
  if (reply.text) content.push({type: 'text', text: reply.text});
  if (reply.call) content.push({type: 'tool_use', id: `toolu_${ids.next()}`, name: reply.call.name, input: reply.call.input});
  return content;
}

function plain(asked, reply, ids) {
  return {
    id: `msg_${ids.next()}`, type: 'message', role: 'assistant', model: asked.model, content: contentOf(asked, reply, ids),
    stop_reason: reply.call ? 'tool_use' : 'end_turn', stop_sequence: null,
    usage: {...kUsage, output_tokens: 20, service_tier: 'standard'},
  };
}

function* stream(asked, reply, ids) {
  const event = (type, rest) => sseEvent({type, ...rest}, type);
  const whole = plain(asked, reply, ids);
  yield event('message_start', {message: {...whole, content: [], stop_reason: null, usage: {...kUsage, output_tokens: 1}}});
  for (const [index, block] of whole.content.entries()) {
    const start = {text: {type: 'text', text: ''}, thinking: {type: 'thinking', thinking: '', signature: ''}, tool_use: {...block, input: {}}}[block.type];
    yield event('content_block_start', {index, content_block: start});
    if (index === 0) yield event('ping', {});
    for (const delta of deltasOf(block)) yield event('content_block_delta', {index, delta});
    yield event('content_block_stop', {index});
  }
  yield event('message_delta', {delta: {stop_reason: whole.stop_reason, stop_sequence: null}, usage: {output_tokens: 20}});
  yield event('message_stop', {});
}

function deltasOf(block) {
  if (block.type === 'text') return block.text.split(/(?<= )/).map((text) => ({type: 'text_delta', text}));
  if (block.type === 'thinking') return [{type: 'thinking_delta', thinking: block.thinking}, {type: 'signature_delta', signature: block.signature}];
  const json = JSON.stringify(block.input);
  return ['', json.slice(0, 7), json.slice(7)].map((partial_json) => ({type: 'input_json_delta', partial_json}));
}

export const anthropic = {
  matches: (path) => path === '/v1/messages',
  read, check, plain, stream,
  contentType: 'text/event-stream; charset=utf-8',
  notFound: (path) => ({type: 'error', error: {type: 'not_found_error', message: path}}),
};
