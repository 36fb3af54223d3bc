// The unmodified clients of each dialect, asked for the same thing and read in the same words.
import {createRequire} from 'node:module';
import path from 'node:path';
import {clientOf} from './openai.mjs';

const require = createRequire(path.join(process.env.LANYARD_E2E_PACKAGES, 'package.json'));
const {Anthropic} = require('@anthropic-ai/sdk');
const {GoogleGenAI} = require('@google/genai');
const {Ollama} = require('ollama');

const kWeather = {
  name: 'weather',
  description: 'Weather of a city',
  parameters: {type: 'object', properties: {city: {type: 'string'}}, required: ['city'], additionalProperties: false},
};

/** `{text, calls: [{name, input}], prompt, completion}` of what a client gives back. */
const view = (text, calls, prompt, completion) => ({text, calls, prompt, completion});

function openai(gateway, key) {
  const client = clientOf(gateway, key);
  const request = (model) => ({model, messages: [{role: 'user', content: 'hi'}], tools: [{type: 'function', function: kWeather}], max_completion_tokens: 512});
  const read = (answer) => view(
    answer.choices[0].message.content ?? '',
    (answer.choices[0].message.tool_calls ?? []).map((call) => ({name: call.function.name, input: JSON.parse(call.function.arguments)})),
    answer.usage.prompt_tokens, answer.usage.completion_tokens);
  return {
    plain: async (model) => read(await client.chat.completions.create(request(model))),
    stream: async (model) => read(await client.chat.completions.stream({...request(model), stream_options: {include_usage: true}}).finalChatCompletion()),
    fail: (model) => client.chat.completions.create(request(model)),
  };
}

function responses(gateway, key) {
  const client = clientOf(gateway, key);
  const request = (model) => ({model, input: 'hi', tools: [{type: 'function', strict: false, ...kWeather}], max_output_tokens: 512});
  const read = (answer) => view(
    answer.output_text,
    answer.output.filter((item) => item.type === 'function_call').map((item) => ({name: item.name, input: JSON.parse(item.arguments)})),
    answer.usage.input_tokens, answer.usage.output_tokens);
  return {
    plain: async (model) => read(await client.responses.create(request(model))),
    stream: async (model) => {
      const stream = client.responses.stream(request(model));
      let next = 0;
      for await (const event of stream) {
        if (event.sequence_number !== next++) throw new Error(`sequence ${event.sequence_number} at place ${next - 1}`);
      }
      return read(await stream.finalResponse());
    },
    fail: (model) => client.responses.create(request(model)),
  };
}

function anthropic(gateway, key) {
  const client = new Anthropic({baseURL: gateway.url, apiKey: key, maxRetries: 0, timeout: 20_000});
  const {parameters, ...rest} = kWeather;
  const request = (model) => ({model, max_tokens: 512, messages: [{role: 'user', content: 'hi'}], tools: [{...rest, input_schema: parameters}]});
  const read = (message) => view(
    message.content.filter((block) => block.type === 'text').map((block) => block.text).join(''),
    message.content.filter((block) => block.type === 'tool_use').map((block) => ({name: block.name, input: block.input})),
    message.usage.input_tokens + message.usage.cache_read_input_tokens + message.usage.cache_creation_input_tokens, message.usage.output_tokens);
  return {
    client,
    plain: async (model) => read(await client.messages.create(request(model))),
    stream: async (model) => read(await client.messages.stream(request(model)).finalMessage()),
    fail: (model) => client.messages.create(request(model)),
  };
}

function gemini(gateway, key) {
  const client = new GoogleGenAI({apiKey: key, httpOptions: {baseUrl: gateway.url}});
  const {parameters, ...rest} = kWeather;
  const request = (model) => ({
    model, contents: 'hi',
    config: {maxOutputTokens: 512, tools: [{functionDeclarations: [{...rest, parametersJsonSchema: parameters}]}]},
  });
  const parts = (answer) => answer.candidates?.[0]?.content?.parts ?? [];
  const text = (all) => all.filter((part) => part.text && !part.thought).map((part) => part.text).join('');
  const calls = (all) => all.filter((part) => part.functionCall).map((part) => ({name: part.functionCall.name, input: part.functionCall.args}));
  const read = (all, usage) => view(text(all), calls(all), usage.promptTokenCount, usage.candidatesTokenCount + (usage.thoughtsTokenCount ?? 0));
  return {
    client,
    plain: async (model) => {
      const answer = await client.models.generateContent(request(model));
      return read(parts(answer), answer.usageMetadata);
    },
    stream: async (model) => {
      const all = [];
      let usage;
      for await (const answer of await client.models.generateContentStream(request(model))) {
        all.push(...parts(answer));
        usage = answer.usageMetadata ?? usage;
      }
      return read(all, usage);
    },
    fail: (model) => client.models.generateContent(request(model)),
  };
}

function ollama(gateway, key) {
  const client = new Ollama({host: gateway.url, headers: {authorization: `Bearer ${key}`}});
  const request = (model) => ({model, messages: [{role: 'user', content: 'hi'}], tools: [{type: 'function', function: kWeather}], options: {num_predict: 512}});
  const calls = (message) => (message.tool_calls ?? []).map((call) => ({name: call.function.name, input: call.function.arguments}));
  return {
    client,
    plain: async (model) => {
      const answer = await client.chat(request(model));
      return view(answer.message.content, calls(answer.message), answer.prompt_eval_count, answer.eval_count);
    },
    stream: async (model) => {
      let text = '';
      const all = [];
      let last;
      for await (const line of await client.chat({...request(model), stream: true})) {
        text += line.message.content;
        all.push(...calls(line.message));
        last = line;
      }
      return view(text, all, last.prompt_eval_count, last.eval_count);
    },
    fail: (model) => client.chat(request(model)),
  };
}

export const kClients = {openai, responses, anthropic, gemini, ollama};
