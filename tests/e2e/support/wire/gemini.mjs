// Gemini's generateContent as the service checks and answers it. Source: API reference, "Generating content", "Function
// calling", "Thought signatures", November 2026.
import {Refused, textOf} from './common.mjs';

const kFields = new Set(['contents', 'systemInstruction', 'tools', 'toolConfig', 'generationConfig', 'safetySettings', 'cachedContent', 'labels', 'model', 'sessionId']);
const kConfig = new Set(['maxOutputTokens', 'temperature', 'topP', 'topK', 'presencePenalty', 'frequencyPenalty', 'seed', 'candidateCount', 'stopSequences',
  'responseMimeType', 'responseSchema', 'responseJsonSchema', 'thinkingConfig', 'responseLogprobs', 'logprobs', 'responseModalities', 'mediaResolution', 'speechConfig']);
const kSignature = 'EvQBCvEBe2eThoughtSignature';
/** What the service takes in place of a signature for a call that another model made. */
const kAnySignature = ['skip_thought_signature_validator', 'context_engineering_is_the_way_to_go'];

function check(body) {
  const refuse = (message) => {
    throw new Refused(400, {error: {code: 400, message, status: 'INVALID_ARGUMENT'}});
  };
  for (const name of Object.keys(body)) if (!kFields.has(name)) refuse(`Invalid JSON payload received. Unknown name "${name}": Cannot find field.`);
  for (const name of Object.keys(body.generationConfig ?? {})) if (!kConfig.has(name)) refuse(`Invalid JSON payload received. Unknown name "${name}" at 'generation_config': Cannot find field.`);
  const tools = (body.tools ?? []).flatMap((tool) => tool.functionDeclarations ?? []);
  for (const {name, parameters, parametersJsonSchema} of tools) {
    if (!/^[a-zA-Z_][a-zA-Z0-9_.:-]{0,63}$/.test(name)) refuse(`Invalid function name ${name}.`);
    if (parameters && parametersJsonSchema) refuse('Only one of parameters and parametersJsonSchema may be set.');
  }
  if (!body.contents?.length) refuse('* GenerateContentRequest.contents: contents is not specified');
  let wanted = 0;
  const lastWords = body.contents.findLastIndex((content) => content.role === 'user' && content.parts.some((part) => part.text));
  for (const [index, content] of body.contents.entries()) {
    if (!['user', 'model', undefined].includes(content.role)) refuse('Please use a valid role: user, model.');
    if (!content.parts?.length) refuse(`* GenerateContentRequest.contents[${index}].parts: contents.parts must not be empty.`);
    const answered = content.parts.filter((part) => part.functionResponse).length;
    if (answered !== wanted) refuse('Please ensure that the number of function response parts is equal to the number of function call parts of the function call turn.');
    const calls = content.parts.filter((part) => part.functionCall);
    wanted = calls.length;
    if (wanted && index > lastWords && ![kSignature, ...kAnySignature].includes(calls[0].thoughtSignature))
      refuse(`Function call \`${calls[0].functionCall.name}\` in the ${index}. content block is missing a thought_signature.`);
  }
}

function read(body, path) {
  const parts = body.contents.flatMap((content) => content.parts.map((part) => ({role: content.role ?? 'user', ...part})));
  const declared = (body.tools ?? []).flatMap((tool) => tool.functionDeclarations ?? []);
  return {
    model: /models\/([^:]+):/.exec(path)[1],
    stream: path.includes(':stream'),
    prompt: parts.filter((part) => part.role === 'user').map((part) => part.text ?? '').join('\n'),
    tools: declared.map((tool) => ({name: tool.name, schema: tool.parametersJsonSchema ?? tool.parameters ?? {}})),
    results: parts.filter((part) => part.functionResponse).map((part) => JSON.stringify(part.functionResponse.response)),
    signed: parts.some((part) => part.thoughtSignature === kSignature),
    thinks: body.generationConfig?.thinkingConfig?.includeThoughts === true,
  };
}

const kUsage = {promptTokenCount: 1040, cachedContentTokenCount: 1000, candidatesTokenCount: 15, thoughtsTokenCount: 5, totalTokenCount: 1060};

function partsOf(asked, reply) {
  const parts = [];
  if (asked.thinks) parts.push({text: 'Let me think.', thought: true});
  if (reply.text) parts.push({text: reply.text});
  if (reply.call) parts.push({functionCall: {name: reply.call.name, args: reply.call.input}, thoughtSignature: kSignature});
  return parts;
}

const answer = (asked, parts, last, id) => ({
  candidates: [{content: {parts, role: 'model'}, index: 0, ...(last ? {finishReason: 'STOP'} : {})}],
  usageMetadata: last ? kUsage : {promptTokenCount: 1040, totalTokenCount: 1040},
  modelVersion: asked.model,
  responseId: id,
});

function plain(asked, reply, ids) {
  return answer(asked, partsOf(asked, reply), true, ids.next());
}

function* stream(asked, reply, ids) {
  const id = ids.next();
  const pieces = partsOf(asked, reply).flatMap((part) => (part.text && !part.thought ? part.text.split(/(?<= )/).map((text) => ({text})) : [part]));
  for (const [index, part] of pieces.entries()) yield `data: ${JSON.stringify(answer(asked, [part], index === pieces.length - 1, id))}\r\n\r\n`;
}

export const gemini = {
  matches: (path) => /^\/v1beta\/models\/[^:]+:(generateContent|streamGenerateContent\?alt=sse)$/.test(path),
  read, check, plain, stream,
  contentType: 'text/event-stream',
};
