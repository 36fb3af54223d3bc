#include "support/TestMain.h"
#include "tokens/ImageTokens.h"

using namespace lanyard;

class tst_ImageTokens : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // Rows with "documented" are the providers' own examples.
    void countsByTheRulesOfTheMaker_data()
    {
        QTest::addColumn<QByteArray>("model");
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("height");
        QTest::addColumn<QByteArray>("detail");
        QTest::addColumn<int>("tokens");
        QTest::addColumn<bool>("exact");
        const auto row = [](const char* name, const char* model, int width, int height, const char* detail, int tokens,
                            bool exact = true) {
            QTest::newRow(name) << QByteArray(model) << width << height << QByteArray(detail) << tokens << exact;
        };
        row("documented: a square", "gpt-4o", 1024, 1024, "high", 765);
        row("documented: fitted twice", "gpt-4o", 2048, 4096, "high", 1105);
        row("documented: low detail", "gpt-4o", 4096, 8192, "low", 85);
        row("no detail said", "gpt-4o", 1024, 1024, "", 765);
        row("one tile", "gpt-4.1", 512, 512, "auto", 255);
        row("a small one is not made larger", "gpt-4o", 100, 50, "high", 255);
        row("a hair over a tile", "gpt-4o", 513, 512, "high", 425);
        row("mini", "gpt-4o-mini-2024-07-18", 1024, 1024, "high", 2833 + 4 * 5667);
        row("mini, low", "gpt-4o-mini", 1024, 1024, "low", 2833);
        row("gpt-5", "gpt-5-2025-08-07", 1024, 1024, "high", 70 + 4 * 140);
        row("a later gpt-5", "gpt-5.2", 1024, 1024, "high", 70 + 4 * 140, false);
        row("o3", "o3", 1024, 1024, "high", 75 + 4 * 150);
        row("documented: patches", "gpt-4.1-mini", 1024, 1024, "high", 1659);          // 1024 x 1.62
        row("documented: patches over the cap", "gpt-4.1-nano", 1800, 2400, "", 3572); // 1452 x 2.46
        row("a wide one over the cap", "gpt-4.1-mini", 4000, 1474, "", 2348);
        row("patches of o4-mini", "o4-mini", 33, 32, "", 4);                       // 2 x 1.72
        row("patches in low detail", "gpt-5-mini", 1024, 1024, "low", 415, false); // 256 x 1.62
        row("documented: Claude", "claude-sonnet-4-5", 1000, 1000, "", 1334);
        row("Claude, shrunk", "claude-opus-4-1", 4000, 3000, "", 1600);
        row("Claude, long and thin", "anthropic/claude-haiku-4-5", 3136, 200, "", 210);
        row("documented: a small one for Gemini", "gemini-2.5-flash", 384, 384, "", 258);
        row("documented: Gemini's tiles", "gemini-2.5-pro", 960, 540, "", 6 * 258);
        row("Gemini, no tile under 256", "gemini-2.5-pro", 1024, 200, "", 4 * 258);
        row("another maker's", "qwen-vl-max", 1024, 1024, "", 765, false);
        row("size unknown", "gpt-4o", 0, 0, "", 765, false);
        row("size unknown, but low", "gpt-4o", 0, 0, "low", 85);
        row("a line", "gpt-4.1-mini", 1, 2000000000, "", 2, false);
    }
    void countsByTheRulesOfTheMaker()
    {
        QFETCH(QByteArray, model);
        QFETCH(int, width);
        QFETCH(int, height);
        QFETCH(QByteArray, detail);
        QFETCH(int, tokens);
        QFETCH(bool, exact);
        std::optional<ImageSize> size;
        if (width > 0)
            size = ImageSize{static_cast<std::uint32_t>(width), static_cast<std::uint32_t>(height)};
        const TokenCount count = imageTokens(model.toStdString(), size, detail.toStdString());
        if (height > 1000000) { // no documented figure: it only has to stay within the cap
            QVERIFY(count.tokens >= 1 && count.tokens <= 2489);
            return;
        }
        QCOMPARE(count.tokens, static_cast<std::uint64_t>(tokens));
        QCOMPARE(count.exact, exact);
    }
};

LANYARD_TEST(tst_ImageTokens)
#include "tst_ImageTokens.moc"
