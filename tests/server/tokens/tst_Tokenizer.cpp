#include "support/TestMain.h"
#include "tokens/Tokenizer.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <thread>

using namespace lanyard;

namespace {

constexpr std::array kEncodings{Encoding::Cl100k, Encoding::O200k};

QJsonArray goldenTexts()
{
    QFile file(QStringLiteral(LANYARD_FIXTURES "/tokens/golden.json"));
    return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).array() : QJsonArray();
}

QByteArray textOf(const QJsonObject& entry)
{
    if (entry.contains(QStringLiteral("hex")))
        return QByteArray::fromHex(entry[QStringLiteral("hex")].toString().toLatin1());
    if (entry.contains(QStringLiteral("unit")))
        return entry[QStringLiteral("unit")].toString().toUtf8().repeated(entry[QStringLiteral("times")].toInt());
    return entry[QStringLiteral("text")].toString().toUtf8();
}

/// FNV-1a over the ranks as 4 bytes, little endian.
QString hashOf(const std::vector<TokenRank>& tokens)
{
    std::uint64_t hash = 0xcbf29ce484222325U;
    for (const TokenRank token : tokens) {
        for (int shift = 0; shift < 32; shift += 8)
            hash = (hash ^ (token >> shift & 0xFF)) * 0x100000001b3U;
    }
    return QString::number(hash, 16).rightJustified(16, u'0');
}

} // namespace

class tst_Tokenizer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void equalsTheReferenceOnTheGoldenTexts()
    {
        const QJsonArray texts = goldenTexts();
        QVERIFY(texts.size() > 200);
        for (const QJsonValue& value : texts) {
            const QJsonObject entry = value.toObject();
            const QByteArray text = textOf(entry);
            const std::string_view view(text.constData(), static_cast<std::size_t>(text.size()));
            for (const Encoding encoding : kEncodings) {
                const QJsonObject expected =
                    entry[encoding == Encoding::Cl100k ? QStringLiteral("cl100k") : QStringLiteral("o200k")].toObject();
                const std::vector<TokenRank> tokens = Tokenizer::of(encoding).encode(view);
                const QByteArray name = entry[QStringLiteral("name")].toString().toUtf8();
                QVERIFY2(static_cast<int>(tokens.size()) == expected[QStringLiteral("count")].toInt(),
                         name.constData());
                QVERIFY2(hashOf(tokens) == expected[QStringLiteral("hash")].toString(), name.constData());
                QVERIFY2(Tokenizer::of(encoding).count(view) == tokens.size(), name.constData());
            }
        }
    }

    void knowsTheTokensOfTheDocumentation()
    {
        // Source: OpenAI cookbook, "How to count tokens with tiktoken", 2026-11.
        QCOMPARE(Tokenizer::of(Encoding::Cl100k).encode("tiktoken is great!"),
                 (std::vector<TokenRank>{83, 1609, 5963, 374, 2294, 0}));
        QCOMPARE(Tokenizer::of(Encoding::Cl100k).count("antidisestablishmentarianism"), std::size_t{6});
        QCOMPARE(Tokenizer::of(Encoding::O200k).count("antidisestablishmentarianism"), std::size_t{6});
        QCOMPARE(Tokenizer::of(Encoding::Cl100k).count("2 + 2 = 4"), std::size_t{7});
        QCOMPARE(Tokenizer::of(Encoding::O200k).count(""), std::size_t{0});
    }

    void namesOfSpecialTokensArePlainText() { QVERIFY(Tokenizer::of(Encoding::O200k).count("<|endoftext|>") > 1); }

    void everyTokenIsFoundByItsBytes()
    {
        for (const Encoding encoding : kEncodings) {
            const Vocabulary& vocabulary = Tokenizer::of(encoding).vocabulary();
            QCOMPARE(vocabulary.size(), std::size_t{encoding == Encoding::Cl100k ? 100'256U : 199'998U});
            std::size_t lost = 0;
            for (TokenRank rank = 0; rank < vocabulary.size(); ++rank)
                lost += vocabulary.find(vocabulary.bytes(rank)) != rank;
            QCOMPARE(lost, std::size_t{0});
            QCOMPARE(vocabulary.find(""), Vocabulary::kNone);
            QCOMPARE(vocabulary.find("no token has so many different words in it"), Vocabulary::kNone);
            QVERIFY(vocabulary.memoryBytes() < 4'000'000);
        }
    }

    void aDamagedVocabularyIsRefused_data()
    {
        QTest::addColumn<QByteArray>("plain");
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("no tokens") << QByteArray("\0\0\0\0", 4);
        QTest::newRow("lengths missing") << QByteArray("\x03\0\0\0\1", 5);
        QTest::newRow("bytes missing") << QByteArray("\x02\0\0\0\1\2ab", 8);
        QTest::newRow("bytes too many") << QByteArray("\x02\0\0\0\1\1abc", 9);
        QTest::newRow("more tokens than ranks") << QByteArray("\xFF\xFF\xFF\xFF\1", 5);
    }
    void aDamagedVocabularyIsRefused()
    {
        QFETCH(QByteArray, plain);
        QVERIFY(!Vocabulary::load(qCompress(plain)));
        QVERIFY(Vocabulary::load(qCompress(QByteArray("\x02\0\0\0\1\2abc", 9))));
        QVERIFY(!Vocabulary::load(plain));
    }

    void manyThreadsShareOne()
    {
        std::vector<std::thread> threads;
        std::atomic<int> right{0};
        for (int i = 0; i < 8; ++i) {
            threads.emplace_back([&right, i] {
                const Tokenizer& tokenizer = Tokenizer::of(kEncodings[static_cast<std::size_t>(i) % 2]);
                for (int round = 0; round < 200; ++round)
                    right += tokenizer.count("Threads share one vocabulary, and nothing else.") == 9;
            });
        }
        for (std::thread& thread : threads)
            thread.join();
        QCOMPARE(right.load(), 1600);
        QCOMPARE(Tokenizer::ifLoaded(Encoding::O200k), &Tokenizer::of(Encoding::O200k));
    }
};

LANYARD_TEST(tst_Tokenizer)
#include "tst_Tokenizer.moc"
