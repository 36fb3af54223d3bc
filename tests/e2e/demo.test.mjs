import assert from 'node:assert/strict';
import {after, before, describe, it} from 'node:test';
import {eventually} from './support/eventually.mjs';
import {Gateway, Home} from './support/Gateway.mjs';
import {clientOf} from './support/openai.mjs';
import {jsonOf} from './support/scenario.mjs';

describe('serve --demo', () => {
  let home;
  let gateway;
  let key;
  before(async () => {
    home = new Home();
    gateway = await Gateway.start(home, '--demo');
    key = await eventually('a demo key is printed', () => /sk-lan-[0-9A-Za-z]+/.exec(gateway.stdout)?.[0]);
  });
  after(async () => {
    await gateway.kill();
    home.remove();
  });

  it('prints the base URL, a key and a curl line', async () => {
    await eventually('a curl line is printed', () => /^\s*curl /m.test(gateway.stdout));
    assert.ok(gateway.stdout.includes(`${gateway.url}/v1`), gateway.stdout);
  });

  it('answers a stock client, streamed and plain, and books both', async () => {
    const client = clientOf(gateway, key);
    const [model] = (await client.models.list()).data;
    const request = {model: model.id, messages: [{role: 'user', content: 'hello'}]};
    const plain = await client.chat.completions.create(request);
    assert.ok(plain.choices[0].message.content.length > 0);
    const chunks = await Array.fromAsync(await client.chat.completions.create({...request, stream: true}));
    assert.equal(chunks.map((chunk) => chunk.choices[0]?.delta.content ?? '').join(''), plain.choices[0].message.content);
    assert.ok(chunks.length > 2, 'the stream came in one piece');
    await eventually('both are booked', async () =>
      (await jsonOf(home, 'usage', '--by', 'model')).rows.some((row) => row.requests === 2 && row.output_tokens > 0));
  });
});
