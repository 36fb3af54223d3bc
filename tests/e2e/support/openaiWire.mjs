// OpenAI's chat answers as they look on the wire. Source: API reference, "Chat Completions", November 2026.

export const kUsage = Object.freeze({
  prompt_tokens: 11,
  completion_tokens: 7,
  total_tokens: 18,
  prompt_tokens_details: {cached_tokens: 4, audio_tokens: 0},
  completion_tokens_details: {reasoning_tokens: 0, audio_tokens: 0, accepted_prediction_tokens: 0, rejected_prediction_tokens: 0},
});

const kCreated = 1_763_000_000;
const kHeaders = {
  'openai-processing-ms': '12',
  'openai-version': '2020-10-01',
  'x-request-id': 'req_e2e',
  'x-ratelimit-limit-requests': '500',
  'x-ratelimit-remaining-requests': '499',
};

export function answerTo(asked) {
  const last = asked.messages.at(-1).content;
  return `You said: ${typeof last === 'string' ? last : JSON.stringify(last)}`;
}

export function sendCompletion(response, asked) {
  const body = {
    id: 'chatcmpl-e2e',
    object: 'chat.completion',
    created: kCreated,
    model: `${asked.model}-2024-08-06`,
    choices: [{
      index: 0,
      message: {role: 'assistant', content: answerTo(asked), refusal: null, annotations: []},
      logprobs: null,
      finish_reason: 'stop',
    }],
    usage: kUsage,
    service_tier: 'default',
    system_fingerprint: 'fp_e2e',
    a_field_of_tomorrow: {zebra: 1, apple: [1.50, 'é']},
  };
  response.writeHead(200, {...kHeaders, 'content-type': 'application/json'});
  response.end(JSON.stringify(body, null, 2));
}

export function sendError(response, {status, error, headers = {}}) {
  response.writeHead(status, {...kHeaders, ...headers, 'content-type': 'application/json'});
  response.end(JSON.stringify({error: {message: '', type: 'server_error', param: null, code: null, ...error}}, null, 2));
}

export function beginStream(response) {
  response.writeHead(200, {...kHeaders, 'content-type': 'text/event-stream; charset=utf-8'});
  response.flushHeaders();
}

/** False when the other side is slow: wait for 'drain'. */
export function sendChunk(response, asked, delta, finishReason = null) {
  return sendEvent(response, asked, [{index: 0, delta, logprobs: null, finish_reason: finishReason}], null);
}

/** The usage chunk comes only if it was asked for, last before [DONE]; the other chunks then say `usage: null`. */
export function endStream(response, asked) {
  sendChunk(response, asked, {}, 'stop');
  if (wantsUsage(asked)) sendEvent(response, asked, [], kUsage);
  response.end('data: [DONE]\n\n');
}

export function sendWholeStream(response, asked) {
  beginStream(response);
  sendChunk(response, asked, {role: 'assistant', content: '', refusal: null});
  for (const word of answerTo(asked).split(/(?<= )/)) sendChunk(response, asked, {content: word});
  endStream(response, asked);
}

function sendEvent(response, asked, choices, usage) {
  const chunk = {
    id: 'chatcmpl-e2e',
    object: 'chat.completion.chunk',
    created: kCreated,
    model: `${asked.model}-2024-08-06`,
    service_tier: 'default',
    system_fingerprint: 'fp_e2e',
    choices,
    ...(wantsUsage(asked) ? {usage} : {}),
  };
  return response.write(`data: ${JSON.stringify(chunk)}\n\n`);
}

function wantsUsage(asked) {
  return asked.stream_options?.include_usage === true;
}
