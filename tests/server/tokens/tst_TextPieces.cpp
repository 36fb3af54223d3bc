#include "support/TestMain.h"
#include "tokens/TextPieces.h"

using namespace lanyard;

namespace {

/// The pieces with bars between them.
QByteArray cut(const QByteArray& text, PieceFinder pieceEnd)
{
    QByteArray out;
    const char* p = text.constData();
    const char* const end = p + text.size();
    while (p < end) {
        const char* const next = pieceEnd(p, end);
        if (next <= p || next > end)
            return "a piece without an end";
        out += out.isEmpty() ? "" : "|";
        out.append(p, next - p);
        p = next;
    }
    return out;
}

void row(const char* name, const char* text, const char* cl100k, const char* o200k)
{
    QTest::newRow(name) << QByteArray(text) << QByteArray(cl100k) << QByteArray(o200k);
}

} // namespace

class tst_TextPieces : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cutsAsThePatternsDo_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("cl100k");
        QTest::addColumn<QByteArray>("o200k");
        row("words take the blank before them", "one two", "one| two", "one| two");
        row("a tab and a bracket are taken along too", "\tone(two", "\tone|(two", "\tone|(two");
        row("a line break is not", "\none", "\n|one", "\n|one");
        row("only the last of several blanks", "one   two", "one|  | two", "one|  | two");
        row("blanks at the end stay together", "one   ", "one|   ", "one|   ");
        row("blanks before a line break go with it", "one  \n\n  two", "one|  \n\n| | two", "one|  \n\n| | two");
        row("a blank does not join a number", "a 1", "a| |1", "a| |1");
        row("numbers in threes", "1234567", "123|456|7", "123|456|7");
        row("numbers of every script",
            "\xD9\xA1\xD9\xA2\xE2\x85\xA7"
            "12",
            "\xD9\xA1\xD9\xA2\xE2\x85\xA7|12", "\xD9\xA1\xD9\xA2\xE2\x85\xA7|12");
        row("contractions", "it's WE'LL", "it|'s| WE|'LL", "it's| WE'LL");
        row("a contraction takes no more than its letters", "it'sso", "it|'s|so", "it's|so");
        row("no contraction", "o'clock 'x", "o|'clock| '|x", "o|'clock| '|x");
        row("the long s is an s", "a'\xC5\xBF", "a|'\xC5\xBF", "a'\xC5\xBF");
        row("an apostrophe at the end", "a'", "a|'", "a|'");
        row("case", "camelCase HTMLPage ABC", "camelCase| HTMLPage| ABC", "camel|Case| HTMLPage| ABC");
        row("punctuation takes line breaks along", "a();\n\n b", "a|();\n\n| b", "a|();\n\n| b");
        row("and slashes only in the newer one", "!!\n//x", "!!\n|//|x", "!!\n//|x");
        row("a blank joins punctuation", "a .b", "a| .|b", "a| .|b");
        row("a tab does not", "a\t.b", "a|\t|.b", "a|\t|.b");
        row("caseless letters stand for both",
            "AB\xE4\xB8\xAD"
            "CD",
            "AB\xE4\xB8\xAD"
            "CD",
            "AB\xE4\xB8\xAD|CD");
        row("a mark belongs to the word in the newer one only",
            "e\xCC\x81"
            "a",
            "e|\xCC\x81"
            "a",
            "e\xCC\x81"
            "a");
        row("a mark does not hold a capital",
            "\xCC\x81"
            "AB",
            "\xCC\x81"
            "AB",
            "\xCC\x81|AB");
        row("other white space",
            "a\xC2\xA0\xC2\xA0"
            "b\xC2\x85\n",
            "a|\xC2\xA0|\xC2\xA0"
            "b|\xC2\x85\n",
            "a|\xC2\xA0|\xC2\xA0"
            "b|\xC2\x85\n");
        row("a byte order mark is no white space", "\xEF\xBB\xBF a", "\xEF\xBB\xBF| a", "\xEF\xBB\xBF| a");
    }
    void cutsAsThePatternsDo()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, cl100k);
        QFETCH(QByteArray, o200k);
        QCOMPARE(cut(text, cl100kPieceEnd), cl100k);
        QCOMPARE(cut(text, o200kPieceEnd), o200k);
    }
};

LANYARD_TEST(tst_TextPieces)
#include "tst_TextPieces.moc"
