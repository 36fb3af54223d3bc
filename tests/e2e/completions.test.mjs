import assert from 'node:assert/strict';
import {after, before, describe, it} from 'node:test';
import {within} from './support/eventually.mjs';
import {kAliceKey, kUpstreamKey, startScenario} from './support/scenario.mjs';

const kHello = [{role: 'user', content: 'hello'}];

describe('chat completions', () => {
  let scenario;
  before(async () => (scenario = await startScenario()));
  after(() => scenario.stop());

  /** As curl would: the bytes are ours, and so is what comes back. */
  function post(body, headers = {}) {
    return fetch(`${scenario.gateway.url}/v1/chat/completions`, {
      method: 'POST',
      headers: {'content-type': 'application/json', authorization: `Bearer ${kAliceKey}`, ...headers},
      body,
    });
  }

  it('answers a plain completion with the real usage', async () => {
    const answer = await scenario.alice.chat.completions.create({model: 'house-model', messages: kHello});
    assert.equal(answer.choices[0].message.content, 'You said: hello');
    assert.equal(answer.choices[0].finish_reason, 'stop');
    assert.equal(answer.usage.prompt_tokens, 11);
    assert.equal(answer.usage.completion_tokens, 7);
    assert.equal(answer.usage.prompt_tokens_details.cached_tokens, 4);
  });

  it('sends the provider its own key and nothing of the client', async () => {
    await scenario.alice.chat.completions.create({model: 'house-model', messages: kHello});
    const {headers, path} = scenario.upstream.last;
    assert.equal(path, '/v1/chat/completions');
    assert.equal(headers.authorization, `Bearer ${kUpstreamKey}`);
    assert.ok(!JSON.stringify(headers).includes(kAliceKey), 'the API key went upstream');
  });

  it('leaves unknown fields, their order and their spelling alone', async () => {
    const body = '{ "zeta":1.50,\n"model" : "house-model","a_field_of_tomorrow":{"b":1,"a":[1e2,"\\u00e9é",null]},' +
      '"messages":[{"content":"hi","role":"user","name":"z"}],"tools":[{"type":"function","function":{"name":"f",' +
      '"parameters":{"type":"object","properties":{"second":{},"first":{}}}}}], "seed":9007199254740993 }';
    const response = await post(body);
    assert.equal(response.status, 200);
    assert.equal(scenario.upstream.last.body, body.replace('"house-model"', '"gpt-4o"'));
    assert.equal(scenario.upstream.last.headers['content-length'], String(Buffer.byteLength(scenario.upstream.last.body)));
  });

  it('leaves the answer alone', async () => {
    const text = await (await post(JSON.stringify({model: 'house-model', messages: kHello}))).text();
    assert.ok(text.includes('"a_field_of_tomorrow": {\n    "zebra": 1,\n    "apple": [\n      1.5,\n      "é"\n    ]\n  }'), text);
  });

  it('passes chunks on one by one while the upstream is still sending', async () => {
    const held = scenario.upstream.holdNextStream();
    const creating = scenario.alice.chat.completions.create({model: 'house-model', messages: kHello, stream: true});
    await within('the request arrives upstream', held.begun);
    held.sendText('one');
    const chunks = (await within('the stream begins', creating))[Symbol.asyncIterator]();
    assert.equal((await within('the first chunk', chunks.next())).value.choices[0].delta.content, 'one');
    held.sendText('two');
    assert.equal((await within('the second chunk', chunks.next())).value.choices[0].delta.content, 'two');
    held.finish();
    assert.equal((await within('the last chunk', chunks.next())).value.choices[0].finish_reason, 'stop');
    assert.equal((await within('the end', chunks.next())).done, true);
  });

  it('asks the upstream for usage and hides it from a client that did not ask', async () => {
    const stream = await scenario.alice.chat.completions.create({model: 'house-model', messages: kHello, stream: true});
    const chunks = await Array.fromAsync(stream);
    assert.equal(chunks.map((chunk) => chunk.choices[0]?.delta.content ?? '').join(''), 'You said: hello');
    assert.ok(chunks.every((chunk) => chunk.choices.length === 1 && !chunk.usage), 'a usage chunk came through');
    assert.equal(scenario.upstream.last.json.stream_options.include_usage, true);
  });

  it('gives the usage chunk to a client that asked, once, before the end', async () => {
    const response = await post(JSON.stringify(
      {model: 'house-model', messages: kHello, stream: true, stream_options: {include_usage: true}}));
    assert.match(response.headers.get('content-type'), /^text\/event-stream/);
    const lines = (await response.text()).split('\n').filter((line) => line.startsWith('data: '));
    assert.equal(lines.at(-1), 'data: [DONE]');
    const chunks = lines.slice(0, -1).map((line) => JSON.parse(line.slice(6)));
    assert.deepEqual(chunks.filter((chunk) => chunk.choices.length === 0), [chunks.at(-1)]);
    assert.equal(chunks.at(-1).usage.total_tokens, 18);
  });

  it('ends the upstream call when the client leaves the stream', async () => {
    const held = scenario.upstream.holdNextStream();
    const creating = scenario.alice.chat.completions.create({model: 'house-model', messages: kHello, stream: true});
    await within('the request arrives upstream', held.begun);
    held.sendText('one');
    for await (const chunk of await creating) {
      assert.equal(chunk.choices[0].delta.content, 'one');
      break;
    }
    assert.equal(await within('the upstream connection closes', held.closed), false);
  });

  it('lists the models by their public names', async () => {
    const names = (await Array.fromAsync(scenario.alice.models.list())).map((model) => model.id);
    assert.ok(names.includes('house-model') && names.includes('gpt-4o-mini'), names.join());
    assert.ok(!names.includes('gpt-4o'), 'the upstream name is not a public name');
  });

  it('passes an upstream refusal on with its status, code and message', async () => {
    scenario.upstream.failNext(400, {message: 'max_tokens is too large', type: 'invalid_request_error', param: 'max_tokens', code: 'invalid_value'});
    const error = await scenario.alice.chat.completions.create({model: 'house-model', messages: kHello}).catch((e) => e);
    assert.equal(error.status, 400);
    assert.equal(error.code, 'invalid_value');
    assert.equal(error.param, 'max_tokens');
    assert.match(error.message, /max_tokens is too large/);
  });

  it('says at /healthz that it is well', async () => {
    const response = await fetch(`${scenario.gateway.url}/healthz`);
    assert.equal(response.status, 200);
  });
});
