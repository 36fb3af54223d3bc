import {createServer} from 'node:http';
import {gunzipSync} from 'node:zlib';
import {anthropic} from './wire/anthropic.mjs';
import {Ids, Refused} from './wire/common.mjs';
import {gemini} from './wire/gemini.mjs';
import {ollama} from './wire/ollama.mjs';
import {openai} from './wire/openai.mjs';
import {responses} from './wire/responses.mjs';

const kDialects = {openai, responses, anthropic, gemini, ollama};

/** What the model says when it is only asked to talk. */
export const kWords = 'Marmalade, “Wörld” 你好 🙂 and that is all.';
/** Asks the model for one call of the shell, and then for what the shell said. */
export const kShellPrompt = 'MAKE-A-FILE with the shell, please.';
export const kShellCommand = 'seq -f %g-lanyard 42 42 > made.txt; cat made.txt';
export const kShellOutput = '42-lanyard';

const kShells = ['exec_command', 'shell_command', 'shell', 'Bash', 'bash', 'run_shell_command'];

function inputFor(schema) {
  const properties = schema.properties ?? {};
  const input = {};
  if (properties.cmd) input.cmd = kShellCommand;
  else if (properties.command?.type === 'array') input.command = ['bash', '-c', kShellCommand];
  else input.command = kShellCommand;
  if (properties.description) input.description = 'makes a file';
  return input;
}

/** A model that needs no weights: talks, or calls the shell once and repeats what it said. */
function replyTo(asked) {
  if (!asked.prompt.includes(kShellPrompt) || asked.tools.length === 0) return {text: kWords};
  const told = asked.results.find((result) => result.includes(kShellOutput));
  if (told) return {text: `The shell said ${kShellOutput}.`};
  if (asked.results.length) return {text: `The shell failed: ${asked.results.at(-1)}`};
  const tool = kShells.map((name) => asked.tools.find((each) => each.name === name || each.name.endsWith(`__${name}`))).find(Boolean);
  if (!tool) return {text: `There is no shell among ${asked.tools.map((each) => each.name)}.`};
  return {text: 'I use the shell.', call: {name: tool.name, namespace: tool.namespace, input: inputFor(tool.schema)}};
}

/**
 * An upstream that speaks five protocols on loopback as the services do: it refuses what they refuse, and remembers what
 * it was asked.
 */
export class ScriptedUpstream {
  requests = [];
  #ids = new Ids();
  #server = createServer((request, response) => this.#onRequest(request, response));

  static async start() {
    const upstream = new ScriptedUpstream();
    await new Promise((resolve) => upstream.#server.listen(0, '127.0.0.1', resolve));
    return upstream;
  }

  get url() {
    return `http://127.0.0.1:${this.#server.address().port}`;
  }

  async stop() {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #onRequest(request, response) {
    const parts = [];
    for await (const part of request) parts.push(part);
    const bytes = Buffer.concat(parts);
    const body = (request.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes).toString('utf8');
    const [dialect, wire] = Object.entries(kDialects).find(([, each]) => each.matches(request.url)) ?? [];
    const seen = {dialect, path: request.url, headers: request.headers, body, status: 200};
    this.requests.push(seen);
    const refuse = (status, answer) => {
      Object.assign(seen, {status, refusal: JSON.stringify(answer)});
      response.writeHead(status, {'content-type': 'application/json'}).end(JSON.stringify(answer));
    };
    if (!wire) return refuse(404, {error: {message: `no ${request.method} ${request.url}`}});
    try {
      seen.json = JSON.parse(body);
      wire.check(seen.json, request.headers);
    } catch (error) {
      return refuse(error.status ?? 400, error instanceof Refused ? error.body : {error: {message: String(error)}});
    }
    const asked = (seen.asked = wire.read(seen.json, request.url));
    const reply = (seen.reply = replyTo(asked));
    if (!asked.stream) {
      response.writeHead(200, {'content-type': 'application/json'}).end(JSON.stringify(wire.plain(asked, reply, this.#ids)));
      return;
    }
    response.writeHead(200, {'content-type': wire.contentType});
    for (const frame of wire.stream(asked, reply, this.#ids)) response.write(frame);
    response.end();
  }
}
