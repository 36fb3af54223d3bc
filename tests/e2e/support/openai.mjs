// The unmodified client package. It lies in the build folder, where Node would not look for it.
import {createRequire} from 'node:module';
import path from 'node:path';

const require = createRequire(path.join(process.env.LANYARD_E2E_PACKAGES, 'package.json'));
const OpenAI = require('openai');

/** maxRetries 0: a test wants to see each answer, not the client's second try. */
export function clientOf(gateway, apiKey) {
  return new OpenAI({baseURL: `${gateway.url}/v1`, apiKey, maxRetries: 0, timeout: 20_000});
}

export {OpenAI};
