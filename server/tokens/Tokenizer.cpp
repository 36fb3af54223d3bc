#include "tokens/Tokenizer.h"

#include "tokens/PairMerger.h"
#include "tokens/WellFormedText.h"

#include <QFile>
#include <QtGlobal>

#include <atomic>
#include <string>

// Outside of any namespace, as Qt wants it.
static void nameResources()
{
    Q_INIT_RESOURCE(tokens); // a static library's resources are linked in only when they are named
}

namespace lanyard {
namespace {

std::atomic<const Tokenizer*> s_loaded[2];

Vocabulary loadVocabulary(Encoding encoding)
{
    nameResources();
    QFile file(encoding == Encoding::Cl100k ? QStringLiteral(":/lanyard/tokens/cl100k_base.vocab")
                                            : QStringLiteral(":/lanyard/tokens/o200k_base.vocab"));
    const bool opened = file.open(QIODevice::ReadOnly);
    Result<Vocabulary> loaded = Vocabulary::load(opened ? file.readAll() : QByteArray());
    if (!loaded)
        qFatal("%s", loaded.error().message.c_str()); // part of the program: it cannot be missing
    return std::move(*loaded);
}

const Tokenizer& kept(Encoding encoding)
{
    if (encoding == Encoding::Cl100k) {
        static const Tokenizer cl100k(Encoding::Cl100k);
        return cl100k;
    }
    static const Tokenizer o200k(Encoding::O200k);
    return o200k;
}

} // namespace

const Tokenizer& Tokenizer::of(Encoding encoding)
{
    if (const Tokenizer* const loaded = ifLoaded(encoding))
        return *loaded;
    const Tokenizer& tokenizer = kept(encoding);
    s_loaded[static_cast<int>(encoding)].store(&tokenizer, std::memory_order_release);
    return tokenizer;
}

const Tokenizer* Tokenizer::ifLoaded(Encoding encoding)
{
    return s_loaded[static_cast<int>(encoding)].load(std::memory_order_acquire);
}

Tokenizer::Tokenizer(Encoding encoding)
    : m_pieceEnd(encoding == Encoding::Cl100k ? cl100kPieceEnd : o200kPieceEnd), m_vocabulary(loadVocabulary(encoding))
{}

std::size_t Tokenizer::count(std::string_view text) const
{
    return run(text, nullptr);
}

std::vector<TokenRank> Tokenizer::encode(std::string_view text) const
{
    std::vector<TokenRank> tokens;
    tokens.reserve(text.size() / 4 + 1);
    run(text, &tokens);
    return tokens;
}

std::size_t Tokenizer::run(std::string_view text, std::vector<TokenRank>* out) const
{
    std::string repaired;
    text = wellFormedText(text, repaired);
    PairMerger merger(m_vocabulary);
    std::size_t count = 0;
    const char* p = text.data();
    const char* const end = p + text.size();
    while (p < end) {
        const char* const pieceEnd = m_pieceEnd(p, end);
        const std::string_view piece(p, static_cast<std::size_t>(pieceEnd - p));
        p = pieceEnd;
        // A piece that is a token is that token, even where merging would not arrive at it.
        if (const TokenRank whole = m_vocabulary.find(piece); whole == Vocabulary::kNone) {
            count += merger.merge(piece, out);
        } else {
            ++count;
            if (out)
                out->push_back(whole);
        }
    }
    return count;
}

} // namespace lanyard
