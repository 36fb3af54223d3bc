// How each agent is started: by its own command line and environment only, in a home and a work folder of its own.
import {spawn} from 'node:child_process';
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const kPackages = path.join(process.env.LANYARD_E2E_PACKAGES, 'node_modules');
const kDeadlineMs = 90_000;
const kArch = process.arch === 'arm64' ? 'arm64' : 'x64';
/** Nothing but the gateway can be reached: every other address goes to a proxy that is not there. */
const kOffline = {HTTP_PROXY: 'http://127.0.0.1:9', HTTPS_PROXY: 'http://127.0.0.1:9', NO_PROXY: '127.0.0.1,localhost'};

function codex({gateway, key, model, home, prompt}) {
  mkdirSync(path.join(home, '.codex'), {recursive: true});
  writeFileSync(path.join(home, '.codex', 'config.toml'), `
model = "${model}"
model_provider = "lanyard"
approval_policy = "never"
sandbox_mode = "danger-full-access"
model_reasoning_effort = "medium"
model_supports_reasoning_summaries = true
[model_providers.lanyard]
name = "lanyard"
base_url = "${gateway.url}/v1"
wire_api = "responses"
env_key = "LANYARD_KEY"
stream_max_retries = 0
request_max_retries = 0
`);
  return {
    command: process.execPath,
    args: [path.join(kPackages, '@openai/codex/bin/codex.js'), 'exec', '--skip-git-repo-check', prompt],
    env: {LANYARD_KEY: key, CODEX_HOME: path.join(home, '.codex')},
  };
}

function claudeCode({gateway, key, model, prompt}) {
  return {
    command: path.join(kPackages, `@anthropic-ai/claude-code-linux-${kArch}/claude`),
    args: ['-p', prompt, '--model', model, '--allowedTools', 'Bash', '--max-turns', '4'],
    env: {
      ANTHROPIC_BASE_URL: gateway.url, ANTHROPIC_AUTH_TOKEN: key, ANTHROPIC_DEFAULT_HAIKU_MODEL: model,
      CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1', DISABLE_AUTOUPDATER: '1', CLAUDE_CODE_MAX_RETRIES: '0',
    },
  };
}

function opencode({gateway, key, model, home, work, prompt}) {
  writeFileSync(path.join(work, 'opencode.json'), JSON.stringify({
    $schema: 'https://opencode.ai/config.json',
    autoupdate: false,
    share: 'disabled',
    permission: 'allow',
    model: `lanyard/${model}`,
    small_model: `lanyard/${model}`,
    enabled_providers: ['lanyard'],
    provider: {lanyard: {npm: '@ai-sdk/openai-compatible', name: 'Lanyard', options: {baseURL: `${gateway.url}/v1`, apiKey: key}, models: {[model]: {name: model}}}},
  }));
  return {
    command: path.join(kPackages, `opencode-linux-${kArch}/bin/opencode`),
    args: ['run', prompt],
    env: {XDG_CONFIG_HOME: `${home}/config`, XDG_DATA_HOME: `${home}/data`, XDG_CACHE_HOME: `${home}/cache`, XDG_STATE_HOME: `${home}/state`, OPENCODE_DISABLE_MODELS_FETCH: '1', OPENCODE_DISABLE_LSP_DOWNLOAD: '1'},
  };
}

function geminiCli({gateway, key, model, home, prompt}) {
  mkdirSync(path.join(home, '.gemini'), {recursive: true});
  writeFileSync(path.join(home, '.gemini', 'settings.json'), JSON.stringify({
    security: {auth: {selectedType: 'gemini-api-key'}},
    privacy: {usageStatisticsEnabled: false},
    telemetry: {enabled: false},
    general: {disableAutoUpdate: true, disableUpdateNag: true},
  }));
  return {
    command: process.execPath,
    args: [path.join(kPackages, '@google/gemini-cli/bundle/gemini.js'), '-m', model, '--approval-mode', 'yolo', '--skip-trust', '-p', prompt],
    env: {GOOGLE_GEMINI_BASE_URL: gateway.url, GEMINI_API_KEY: key, GEMINI_CLI_TRUST_WORKSPACE: 'true'},
  };
}

export const kAgents = {codex, 'claude-code': claudeCode, opencode, 'gemini-cli': geminiCli};

/** Runs an agent to its end in a folder of its own: {code, stdout, stderr, work}. `remove()` it afterwards. */
export async function runAgent(name, options) {
  const root = mkdtempSync(path.join(os.tmpdir(), `lanyard-${name}-`));
  const home = path.join(root, 'home');
  const work = path.join(root, 'work');
  for (const folder of [home, work]) mkdirSync(folder);
  const {command, args, env} = kAgents[name]({...options, home, work});
  const {PATH, LANG = 'C.UTF-8', TMPDIR = os.tmpdir()} = process.env;
  const child = spawn(command, args, {cwd: work, detached: true, stdio: ['ignore', 'pipe', 'pipe'], env: {PATH, LANG, TMPDIR, HOME: home, TERM: 'dumb', CI: '1', ...kOffline, ...env}});
  const result = {stdout: '', stderr: '', work, remove: () => rmSync(root, {recursive: true, force: true, maxRetries: 5})};
  child.stdout.setEncoding('utf8').on('data', (text) => (result.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text) => (result.stderr += text));
  const endGroup = () => {
    try {
      process.kill(-child.pid, 'SIGKILL'); // with what it started
    } catch {} // gone already
  };
  const timer = setTimeout(endGroup, kDeadlineMs);
  const [code, signal] = await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (...how) => resolve(how));
  });
  clearTimeout(timer);
  endGroup();
  return {...result, code: code ?? signal};
}
