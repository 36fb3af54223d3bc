// The libraries that programs are built with, each asked for a text, a stream, and a conversation with one tool.
import {createRequire} from 'node:module';
import path from 'node:path';
import {pathToFileURL} from 'node:url';

const kRoot = path.join(process.env.LANYARD_E2E_PACKAGES, 'package.json');
const require = createRequire(kRoot);
const load = (name) => import(pathToFileURL(require.resolve(name)));

const {generateText, isStepCount, jsonSchema, stepCountIs, streamText, tool} = await load('ai');
const {createOpenAI} = await load('@ai-sdk/openai');
const {createOpenAICompatible} = await load('@ai-sdk/openai-compatible');
const {createAnthropic} = await load('@ai-sdk/anthropic');
const {createGoogleGenerativeAI} = await load('@ai-sdk/google');
const {ChatOpenAI} = await load('@langchain/openai');
const {HumanMessage, ToolMessage} = await load('@langchain/core/messages');

const kCommand = {type: 'object', properties: {command: {type: 'string'}}, required: ['command'], additionalProperties: false};
const kDescription = 'Runs a command';

/** Vercel's AI SDK on the model that `modelOf` makes. */
function vercel(modelOf) {
  return (gateway, key) => {
    const common = (model, prompt) => ({model: modelOf(gateway, key, model), prompt, maxRetries: 0, maxOutputTokens: 4096});
    const usageOf = (usage) => ({input: usage.inputTokens, output: usage.outputTokens});
    return {
      async text(model, prompt) {
        const answer = await generateText(common(model, prompt));
        return {text: answer.text, usage: usageOf(answer.usage)};
      },
      async stream(model, prompt) {
        let text = '';
        const answer = streamText({...common(model, prompt), onError: ({error}) => { throw error; }});
        for await (const piece of answer.textStream) text += piece;
        return {text, usage: usageOf(await answer.usage)};
      },
      async loop(model, prompt, run) {
        const bash = tool({description: kDescription, inputSchema: jsonSchema(kCommand), execute: async (input) => run(input)});
        const answer = streamText({...common(model, prompt), tools: {bash}, stopWhen: (stepCountIs ?? isStepCount)(4)});
        await answer.consumeStream();
        return {text: await answer.text};
      },
    };
  };
}

function langchain(fields) {
  return (gateway, key) => {
    const chat = (model) => new ChatOpenAI({model, apiKey: key, configuration: {baseURL: `${gateway.url}/v1`}, maxRetries: 0, streamUsage: true, ...fields});
    const textOf = ({content}) => (typeof content === 'string' ? content : content.map((part) => part.text ?? '').join(''));
    const usageOf = (usage) => ({input: usage.input_tokens, output: usage.output_tokens});
    const streamed = async (runnable, messages) => {
      let all;
      for await (const chunk of await runnable.stream(messages)) all = all ? all.concat(chunk) : chunk;
      return all;
    };
    return {
      async text(model, prompt) {
        const answer = await chat(model).invoke(prompt);
        return {text: textOf(answer), usage: usageOf(answer.usage_metadata)};
      },
      async stream(model, prompt) {
        const answer = await streamed(chat(model), prompt);
        return {text: textOf(answer), usage: usageOf(answer.usage_metadata)};
      },
      async loop(model, prompt, run) {
        const bound = chat(model).bindTools([{type: 'function', function: {name: 'bash', description: kDescription, parameters: kCommand}}]);
        const messages = [new HumanMessage(prompt)];
        for (;;) {
          const answer = await streamed(bound, messages);
          if (!answer.tool_calls?.length) return {text: textOf(answer)};
          messages.push(answer);
          for (const call of answer.tool_calls) messages.push(new ToolMessage({tool_call_id: call.id, content: run(call.args)}));
        }
      },
    };
  };
}

export const kLibraries = {
  'ai, openai (responses)': vercel((gateway, apiKey, model) => createOpenAI({baseURL: `${gateway.url}/v1`, apiKey})(model)),
  'ai, openai (chat)': vercel((gateway, apiKey, model) => createOpenAI({baseURL: `${gateway.url}/v1`, apiKey}).chat(model)),
  'ai, openai-compatible': vercel((gateway, apiKey, model) => createOpenAICompatible({name: 'lanyard', baseURL: `${gateway.url}/v1`, apiKey, includeUsage: true})(model)),
  'ai, anthropic': vercel((gateway, apiKey, model) => createAnthropic({baseURL: `${gateway.url}/v1`, apiKey})(model)),
  'ai, google': vercel((gateway, apiKey, model) => createGoogleGenerativeAI({baseURL: `${gateway.url}/v1beta`, apiKey})(model)),
  'langchain (chat)': langchain({}),
  'langchain (responses)': langchain({useResponsesApi: true}),
};
