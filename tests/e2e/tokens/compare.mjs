// Compares our tokenizer, token for token, with the npm packages tiktoken (all texts) and js-tiktoken (where its own
// pattern means the same), and prints how fast each was in this run: node compare.mjs PROBE PACKAGES FOLDER
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { corpus } from './corpus.mjs';

const [probe, packages, folder] = process.argv.slice(2);
const modules = path.join(packages, 'node_modules');
const require = createRequire(path.join(packages, 'package.json'));
const { get_encoding, Tiktoken } = require('tiktoken');
const { getEncoding } = require('js-tiktoken');

const texts = corpus(modules);
const bytes = texts.reduce((sum, text) => sum + text.bytes.length, 0);
console.log(`${texts.length} texts, ${(bytes / 1e6).toFixed(1)} MB`);
if (bytes < 10e6)
    throw new Error('the corpus is smaller than 10 MB: a package lost its texts');

mkdirSync(folder, { recursive: true });
const textFile = path.join(folder, 'texts');
writeFileSync(textFile, Buffer.concat(texts.flatMap(({ bytes }) => [Buffer.from(Uint32Array.of(bytes.length).buffer), bytes])));

function runProbe(...words) {
    const run = spawnSync(probe, words, { encoding: 'utf8' });
    if (run.status !== 0)
        throw new Error(`${probe} ended with ${run.status ?? run.signal}: ${run.stderr}`);
    return run.stdout;
}

function ours(encoding) {
    const tokenFile = path.join(folder, `tokens.${encoding}`);
    const report = runProbe(encoding, textFile, tokenFile);
    const file = readFileSync(tokenFile);
    const numbers = new Uint32Array(file.buffer.slice(file.byteOffset, file.byteOffset + file.length));
    const tokens = [];
    for (let at = 0; at < numbers.length; at += numbers[at] + 1)
        tokens.push(numbers.subarray(at + 1, at + 1 + numbers[at]));
    return { tokens, ...JSON.parse(report) };
}

/// The first token in which they differ, or -1.
function difference(left, right) {
    for (let i = 0; i < Math.max(left.length, right.length); ++i) {
        if (left[i] !== right[i])
            return i;
    }
    return -1;
}

let failures = 0;
function complain(encoding, reference, index, left, right) {
    const { name, bytes } = texts[index];
    const at = difference(left, right);
    if (++failures <= 20)
        console.error(`${encoding} differs from ${reference} in "${name}" (${bytes.length} bytes) at token ${at}: ` +
            `ours ${[...left.slice(at, at + 6)]}, theirs ${[...right.slice(at, at + 6)]}`);
}

const strings = texts.map(({ bytes }) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes));

function compareWithTiktoken(encoding, our) {
    const reference = get_encoding(`${encoding}_base`);
    const start = process.hrtime.bigint();
    const theirs = strings.map(string => reference.encode_ordinary(string));
    const seconds = Number(process.hrtime.bigint() - start) / 1e9;
    reference.free();
    let tokens = 0;
    theirs.forEach((expected, i) => {
        tokens += expected.length;
        if (difference(our.tokens[i] ?? [], expected) >= 0)
            complain(encoding, 'tiktoken', i, our.tokens[i] ?? [], expected);
    });
    if (our.tokens.length !== texts.length || our.counted !== tokens) {
        ++failures;
        console.error(`${encoding}: ${our.tokens.length} of ${texts.length} texts answered, ${our.counted} tokens counted, ${tokens} expected`);
    }
    const rate = time => `${(bytes / 1e6 / time).toFixed(1)} MB/s`;
    console.log(`${encoding}: ${tokens} tokens; tiktoken ${rate(seconds)}, ours ${rate(our.encodeSeconds)} encoding, ` +
        `${rate(our.countSeconds)} counting: ${(seconds / our.encodeSeconds).toFixed(1)} times as fast`);
}

// JavaScript's \s has U+FEFF and lacks U+0085, its /i is spelled out without the long s, and its Unicode is the
// running Node's: texts with such characters are left to tiktoken. It is slow: only what is short or written by people.
function compareWithJsTiktoken(encoding, our) {
    const reference = getEncoding(`${encoding}_base`);
    let compared = 0;
    strings.forEach((string, i) => {
        const written = /^(messages|declaration|code|markup|emoji)/.test(texts[i].name);
        if (/[\u0085\uFEFF\u017F]/.test(string) || /code points/.test(texts[i].name) || !(written && i % 8 === 0 || string.length < 100))
            return;
        const expected = reference.encode(string, [], []);
        compared += texts[i].bytes.length;
        if (difference(our.tokens[i] ?? [], expected) >= 0)
            complain(encoding, 'js-tiktoken', i, our.tokens[i] ?? [], expected);
    });
    console.log(`${encoding}: ${(compared / 1e6).toFixed(1)} MB also compared with js-tiktoken`);
}

/// Every code point against the reference's own tables: with single bytes for tokens and a class for its pattern, the
/// reference gives back exactly the characters of that class.
function compareClasses() {
    const classFile = path.join(folder, 'classes');
    runProbe('classes', classFile);
    const digits = readFileSync(classFile, 'latin1');
    const codes = Array.from({ length: 0x110000 }, (_, code) => code).filter(code => code < 0xD800 || code > 0xDFFF);
    const singles = '! 0 ' + Array.from({ length: 256 }, (_, byte) => Buffer.of(byte).toString('base64')).join(' ');
    const patterns = ['[^\\p{L}\\p{M}\\p{N}\\s]', '[\\p{Lu}\\p{Lt}]', '\\p{Ll}', '[\\p{Lm}\\p{Lo}]', '\\p{M}', '\\p{N}', '[^\\S\\r\\n]', '[\\r\\n]'];
    patterns.forEach((pattern, kind) => {
        const reference = new Tiktoken(singles, {}, pattern);
        for (let start = 0; start < codes.length; start += 0x4000) {
            const part = codes.slice(start, start + 0x4000);
            const theirs = Buffer.from(reference.encode_ordinary(String.fromCodePoint(...part)));
            const our = Buffer.from(String.fromCodePoint(...part.filter(code => digits[code] === String(kind))));
            if (!our.equals(theirs) && ++failures <= 20)
                console.error(`class ${kind} (${pattern}) differs from the reference between ${part[0].toString(16)} and ${part.at(-1).toString(16)}`);
        }
        reference.free();
    });
    console.log(`${codes.length} code points classified in ${patterns.length} classes`);
}

compareClasses();
for (const encoding of ['cl100k', 'o200k']) {
    const our = ours(encoding);
    compareWithTiktoken(encoding, our);
    compareWithJsTiktoken(encoding, our);
}
if (failures > 0) {
    console.error(`${failures} differences`);
    process.exit(1);
}
console.log('Every token is the same.');
