#include "support/TestMain.h"
#include "tokens/PairMerger.h"
#include "tokens/Tokenizer.h"

#include <random>

using namespace lanyard;

namespace {

/// The definition, word for word: join the lowest pair, the leftmost of equals, until there is none.
std::vector<TokenRank> naiveMerge(const Vocabulary& vocabulary, std::string_view piece)
{
    std::vector<std::string_view> parts;
    for (std::size_t i = 0; i < piece.size(); ++i)
        parts.push_back(piece.substr(i, 1));
    for (;;) {
        TokenRank least = Vocabulary::kNone;
        std::size_t place = 0;
        for (std::size_t i = 0; i + 1 < parts.size(); ++i) {
            const TokenRank rank = vocabulary.find({parts[i].data(), parts[i].size() + parts[i + 1].size()});
            if (rank < least) {
                least = rank;
                place = i;
            }
        }
        if (least == Vocabulary::kNone)
            break;
        parts[place] = {parts[place].data(), parts[place].size() + parts[place + 1].size()};
        parts.erase(parts.begin() + static_cast<std::ptrdiff_t>(place) + 1);
    }
    std::vector<TokenRank> ranks;
    for (const std::string_view part : parts)
        ranks.push_back(vocabulary.find(part));
    return ranks;
}

std::string randomWord(std::mt19937& random, std::string_view letters, std::size_t size)
{
    std::string word;
    while (word.size() < size)
        word.push_back(letters[random() % letters.size()]);
    return word;
}

} // namespace

class tst_PairMerger : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void mergesAsTheDefinitionSays()
    {
        const Vocabulary& vocabulary = Tokenizer::of(Encoding::O200k).vocabulary();
        PairMerger merger(vocabulary);
        std::mt19937 random(1);
        for (const std::string_view letters :
             {"ab", "aA", "etaoinsh", "\xE4\xB8\xAD\xE7\x9A\x84", " \t", "abcdefghijklmnopqrstuvwxyz", "=-"}) {
            for (std::size_t size = 1; size < 400; size += 1 + size / 9) { // both sides of the change to the heap
                const std::string word = randomWord(random, letters, size);
                std::vector<TokenRank> tokens;
                const std::size_t count = merger.merge(word, &tokens);
                QCOMPARE(count, tokens.size());
                QCOMPARE(tokens, naiveMerge(vocabulary, word));
                QCOMPARE(merger.merge(word, nullptr), tokens.size());
            }
        }
    }

    void windowsMakeNoDifference()
    {
        const Vocabulary& vocabulary = Tokenizer::of(Encoding::Cl100k).vocabulary();
        PairMerger whole(vocabulary);
        PairMerger cut(vocabulary, 4096);
        std::mt19937 random(2);
        for (const std::string_view letters :
             {"a", "ab", "etaoinsh", "\xE7\x9A\x84", " ", "=", "abcdefghijklmnopqrstuvwxyz", "\n"}) {
            const std::string word = randomWord(random, letters, 50'000);
            std::vector<TokenRank> expected;
            std::vector<TokenRank> tokens;
            whole.merge(word, &expected);
            const std::size_t count = cut.merge(word, &tokens);
            QCOMPARE(count, expected.size());
            QCOMPARE(tokens, expected);
        }
    }

    void aRunLongerThanTheWindowKeepsEveryByte()
    {
        const Vocabulary& vocabulary = Tokenizer::of(Encoding::O200k).vocabulary();
        PairMerger merger(vocabulary);
        const std::string run(3 * PairMerger::kWindow + 5, 'a');
        std::vector<TokenRank> tokens;
        merger.merge(run, &tokens);
        std::string back;
        for (const TokenRank token : tokens)
            back += vocabulary.bytes(token);
        QVERIFY(back == run);
        QCOMPARE(tokens.size(), run.size() / 8 + 2); // "aaaaaaaa" is the longest token of them; five more are two
    }
};

LANYARD_TEST(tst_PairMerger)
#include "tst_PairMerger.moc"
