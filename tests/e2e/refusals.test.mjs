import assert from 'node:assert/strict';
import {after, before, beforeEach, describe, it} from 'node:test';
import {OpenAI, clientOf} from './support/openai.mjs';
import {kAliceKey, startScenario} from './support/scenario.mjs';

const kHello = [{role: 'user', content: 'hello'}];

describe('refusals', () => {
  let scenario;
  let asked;
  before(async () => (scenario = await startScenario()));
  after(() => scenario.stop());
  beforeEach(() => (asked = scenario.upstream.requests.length));

  function refusalOf(client, request) {
    return client.chat.completions.create(request).then(() => assert.fail('was answered'), (error) => error);
  }

  async function post(body, headers = {authorization: `Bearer ${kAliceKey}`}) {
    const response = await fetch(`${scenario.gateway.url}/v1/chat/completions`, {
      method: 'POST', headers: {'content-type': 'application/json', ...headers}, body,
    });
    return {status: response.status, ...(await response.json())};
  }

  function nothingWentUpstream() {
    assert.equal(scenario.upstream.requests.length, asked, 'the upstream was asked all the same');
  }

  for (const stream of [false, true]) {
    it(`answers an unknown key with 401 (stream: ${stream})`, async () => {
      const stranger = clientOf(scenario.gateway, 'sk-lan-00000000000000000000000000000000');
      const error = await refusalOf(stranger, {model: 'house-model', messages: kHello, stream});
      assert.ok(error instanceof OpenAI.AuthenticationError, String(error));
      assert.equal(error.status, 401);
      assert.equal(error.code, 'invalid_api_key');
      nothingWentUpstream();
    });

    it(`answers an unknown model with 404 model_not_found (stream: ${stream})`, async () => {
      const error = await refusalOf(scenario.alice, {model: 'no-such-model', messages: kHello, stream});
      assert.ok(error instanceof OpenAI.NotFoundError, String(error));
      assert.equal(error.code, 'model_not_found');
      assert.match(error.message, /no-such-model/);
      nothingWentUpstream();
    });
  }

  it('answers a missing key with 401', async () => {
    const answer = await post(JSON.stringify({model: 'house-model', messages: kHello}), {});
    assert.equal(answer.status, 401);
    assert.ok(answer.error.message.length > 0);
    nothingWentUpstream();
  });

  const brokenBodies = {
    'a cut object': '{"model":"house-model","messages":[',
    'an empty body': '',
    'trailing bytes': '{"model":"house-model","messages":[]} x',
    'a comma too many': '{"model":"house-model","messages":[1,,2]}',
    'a model named twice': '{"model":"house-model","messages":[],"mod\\u0065l":"gpt-4o-mini"}',
    'a model that is no text': '{"model":7,"messages":[]}',
    'no model': '{"messages":[{"role":"user","content":"hello"}]}',
    'an array': '[1]',
  };
  for (const [name, body] of Object.entries(brokenBodies)) {
    it(`answers ${name} with 400`, async () => {
      const answer = await post(body);
      assert.equal(answer.status, 400, JSON.stringify(answer));
      assert.equal(answer.error.type, 'invalid_request_error');
      assert.ok(answer.error.message.length > 10, answer.error.message);
      nothingWentUpstream();
    });
  }

  it('answers an unknown path with 404 in the same shape', async () => {
    const response = await fetch(`${scenario.gateway.url}/v1/no/such/path`, {headers: {authorization: `Bearer ${kAliceKey}`}});
    assert.equal(response.status, 404);
    assert.ok((await response.json()).error.message.length > 0);
  });
});
