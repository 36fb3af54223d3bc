// OpenAI's Responses API as the service checks and answers it. Source: API reference, "Create a model response",
// "Streaming events", November 2026.
import {Refused, sseEvent, textOf} from './common.mjs';

const kEncrypted = 'gAAAAABe2e';

function check(body) {
  const refuse = (message, param) => {
    throw new Refused(400, {error: {message, type: 'invalid_request_error', param, code: null}});
  };
  const items = typeof body.input === 'string' ? [] : body.input;
  const calls = new Set(items.filter((item) => item.type?.endsWith('_call')).map((item) => item.call_id));
  const outputs = new Set(items.filter((item) => item.type?.endsWith('_call_output')).map((item) => item.call_id));
  for (const id of outputs) if (!calls.has(id)) refuse(`No tool call found for function call output with call_id ${id}.`, 'input');
  for (const id of calls) if (id && !outputs.has(id)) refuse(`No tool output found for function call ${id}.`, 'input');
  for (const item of items.filter((each) => each.type === 'reasoning'))
    if (item.encrypted_content !== kEncrypted) refuse('The encrypted content could not be verified.', 'input');
}

function read(body) {
  const items = typeof body.input === 'string' ? [{role: 'user', content: body.input}] : body.input;
  const flat = (body.tools ?? []).flatMap((tool) => (tool.type === 'namespace' ? tool.tools.map((inner) => ({...inner, namespace: tool.name})) : [tool]));
  return {
    model: body.model,
    stream: body.stream === true,
    prompt: items.filter((item) => item.role === 'user').map((item) => textOf(item.content)).join('\n'),
    tools: flat.filter((tool) => tool.name).map((tool) => ({name: tool.name, namespace: tool.namespace, schema: tool.parameters ?? {}})),
    results: items.filter((item) => item.type?.endsWith('_call_output')).map((item) => textOf(item.output)),
    signed: items.some((item) => item.encrypted_content === kEncrypted),
    thinks: (body.include ?? []).includes('reasoning.encrypted_content'),
  };
}

const kUsage = {
  input_tokens: 1040, input_tokens_details: {cached_tokens: 1000}, output_tokens: 20, output_tokens_details: {reasoning_tokens: 0}, total_tokens: 1060,
};

function itemsOf(asked, reply, ids) {
  const items = [];
  if (asked.thinks) items.push({id: `rs_${ids.next()}`, type: 'reasoning', summary: [], encrypted_content: kEncrypted});
  if (reply.text) items.push({id: `msg_${ids.next()}`, type: 'message', status: 'completed', role: 'assistant', content: [{type: 'output_text', text: reply.text, annotations: [], logprobs: []}]});
  if (reply.call) {
    const {name, namespace, input} = reply.call;
    items.push({id: `fc_${ids.next()}`, type: 'function_call', status: 'completed', call_id: `call_${ids.next()}`, name, ...(namespace ? {namespace} : {}), arguments: JSON.stringify(input)});
  }
  return items;
}

function plain(asked, reply, ids) {
  return {
    id: `resp_${ids.next()}`, object: 'response', created_at: 1_763_000_000, status: 'completed', background: false, error: null, incomplete_details: null,
    instructions: null, max_output_tokens: null, model: asked.model, output: itemsOf(asked, reply, ids), parallel_tool_calls: true, previous_response_id: null,
    reasoning: {effort: 'medium', summary: null}, store: false, temperature: 1, text: {format: {type: 'text'}}, tool_choice: 'auto', tools: [], top_p: 1,
    truncation: 'disabled', usage: kUsage, user: null, metadata: {},
  };
}

function* stream(asked, reply, ids) {
  let sequence_number = 0;
  const event = (type, rest) => sseEvent({type, sequence_number: sequence_number++, ...rest}, type);
  const whole = plain(asked, reply, ids);
  const begun = {...whole, status: 'in_progress', output: [], usage: null};
  yield event('response.created', {response: begun});
  yield event('response.in_progress', {response: begun});
  for (const [output_index, item] of whole.output.entries()) {
    const empty = {...item, status: 'in_progress', ...(item.content ? {content: []} : {}), ...(item.arguments ? {arguments: ''} : {})};
    yield event('response.output_item.added', {output_index, item: empty});
    const at = {item_id: item.id, output_index};
    if (item.type === 'message') {
      const part = item.content[0];
      yield event('response.content_part.added', {...at, content_index: 0, part: {...part, text: ''}});
      for (const delta of part.text.split(/(?<= )/)) yield event('response.output_text.delta', {...at, content_index: 0, delta, logprobs: []});
      yield event('response.output_text.done', {...at, content_index: 0, text: part.text, logprobs: []});
      yield event('response.content_part.done', {...at, content_index: 0, part});
    } else if (item.type === 'function_call') {
      for (const delta of [item.arguments.slice(0, 7), item.arguments.slice(7)]) yield event('response.function_call_arguments.delta', {...at, delta});
      yield event('response.function_call_arguments.done', {...at, arguments: item.arguments});
    }
    yield event('response.output_item.done', {output_index, item});
  }
  yield event('response.completed', {response: whole});
}

export const responses = {
  matches: (path) => path === '/v1/responses',
  read, check, plain, stream,
  contentType: 'text/event-stream; charset=utf-8',
};
