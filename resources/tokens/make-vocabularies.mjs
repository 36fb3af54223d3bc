// Writes cl100k_base.vocab and o200k_base.vocab from the npm package tiktoken: node make-vocabularies.mjs (README.md).
//
// Shape of a .vocab file, as Qt's qUncompress() takes it: the unpacked size (4 bytes, big endian), then a zlib stream of
//   number of tokens (4 bytes, little endian) | length of each token (1 byte each) | the tokens' bytes, in rank order.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { deflateSync } from 'node:zlib';

const require = createRequire(import.meta.url);

for (const name of ['cl100k_base', 'o200k_base']) {
    const source = JSON.parse(readFileSync(require.resolve(`tiktoken/encoders/${name}.json`), 'utf8'));
    const tokens = [];
    for (const line of source.bpe_ranks.split('\n').filter(Boolean)) {
        const [, first, ...texts] = line.split(' '); // "! 0 IQ== Ig== ...": consecutive ranks from the first on
        texts.forEach((text, i) => { tokens[Number(first) + i] = Buffer.from(text, 'base64'); });
    }
    for (let rank = 0; rank < tokens.length; ++rank) {
        const length = tokens[rank]?.length ?? 0;
        if (length < 1 || length > 255)
            throw new Error(`${name}: rank ${rank} has ${length} bytes; the file format takes 1 to 255`);
    }
    const count = Buffer.alloc(4);
    count.writeUInt32LE(tokens.length);
    const plain = Buffer.concat([count, Buffer.from(tokens.map(token => token.length)), ...tokens]);
    const size = Buffer.alloc(4);
    size.writeUInt32BE(plain.length);
    const packed = Buffer.concat([size, deflateSync(plain, { level: 9, memLevel: 9 })]);
    writeFileSync(new URL(`${name}.vocab`, import.meta.url), packed);
    console.log(`${name}: ${tokens.length} tokens, ${plain.length} bytes, packed ${packed.length}`);
}
