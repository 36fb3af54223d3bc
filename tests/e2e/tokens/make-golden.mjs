// Writes tests/fixtures/tokens/golden.json, what the unit tests hold the tokenizer to: for each text the number of tokens
// and a hash of them (FNV-1a, 64 bits, over the ranks as 4 bytes, little endian) by the reference.
// node make-golden.mjs PACKAGES, with the folder that `./dev tokens-check` filled (<build>/e2e-tokens).
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { corpus, kDeciding } from './corpus.mjs';

const packages = process.argv[2];
const require = createRequire(path.join(path.resolve(packages), 'package.json'));
const { get_encoding } = require('tiktoken');
const references = { cl100k: get_encoding('cl100k_base'), o200k: get_encoding('o200k_base') };

function hash(tokens) {
    let value = 0xcbf29ce484222325n;
    for (const byte of Buffer.from(tokens.buffer, tokens.byteOffset, tokens.byteLength))
        value = BigInt.asUintN(64, (value ^ BigInt(byte)) * 0x100000001b3n);
    return value.toString(16).padStart(16, '0');
}

/// An entry has its text as "text", as "hex" (no UTF-8) or as "unit" and "times".
function entry(name, content) {
    const bytes = content.hex !== undefined ? Buffer.from(content.hex, 'hex') : Buffer.from((content.text ?? content.unit).repeat(content.times ?? 1));
    const string = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
    const expected = Object.entries(references).map(([encoding, reference]) => {
        const tokens = reference.encode_ordinary(string);
        return [encoding, { count: tokens.length, hash: hash(tokens) }];
    });
    return { name, ...content, ...Object.fromEntries(expected) };
}

/// The first article, in every twelfth language and in those that most people read.
function* articles() {
    const wanted = ['arb', 'ben', 'cmn_hans', 'cmn_hant', 'deu_1996', 'ell_monotonic', 'eng', 'fra', 'heb', 'hin', 'ita', 'jpn', 'kor', 'pes_1', 'pol', 'por_BR', 'rus',
        'spa', 'tam', 'tha', 'tur', 'ukr', 'vie'];
    const texts = corpus(path.join(packages, 'node_modules')).filter(({ name }) => name.startsWith('declaration '));
    for (const [i, { name, bytes }] of texts.entries()) {
        const language = name.slice('declaration '.length, -'.html'.length);
        const lines = bytes.toString('utf8').split('\n').map(line => line.trim()).filter(line => line.length > 60);
        if ((wanted.includes(language) || i % 12 === 0) && lines.length > 2)
            yield entry(`article ${language}`, { text: lines.slice(0, 2).join('\n') });
    }
}

const entries = [...articles()];
for (const first of kDeciding)
    entries.push(entry(`pairs of ${JSON.stringify(first)}`, { text: kDeciding.map(second => `${first}${second}${first}`).join('.') }));
for (const { name, bytes } of corpus(path.join(packages, 'node_modules'))) {
    if (/^(malformed|random bytes) \d*[05]$/.test(name) && bytes.length < 120 && bytes.length > 20)
        entries.push(entry(name, { hex: bytes.toString('hex') }));
    if (/^(emoji|a long word) \d*[037]$/.test(name))
        entries.push(entry(name, { text: [...bytes.toString('utf8')].slice(0, 300).join('') }));
    if (/^code at \d00000$/.test(name))
        entries.push(entry(name, { text: [...bytes.toString('utf8')].slice(0, 1500).join('') }));
}
for (const unit of ['a', 'aA', ' ', '\n', '\t', ' \n', '\r\n', '.', '/', '=', '0', "'s", '中', '한', 'e\u0301', '👍', '\0', 'the ', '_'])
    for (const times of [1, 2, 3, 5, 64, 129, 2000])
        entries.push(entry(`${times} times ${JSON.stringify(unit)}`, { unit, times }));

const lines = entries.map(one => JSON.stringify(one));
writeFileSync(new URL('../../fixtures/tokens/golden.json', import.meta.url), `[\n${lines.join(',\n')}\n]\n`);
console.log(`${entries.length} texts`);
