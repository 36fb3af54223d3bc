#include "llm/ProducedText.h"
#include "support/TestMain.h"

using namespace lanyard;

namespace {

/// `json` with double quotes for its single ones.
std::string quoted(QByteArray json)
{
    return json.replace("'", "\x22").toStdString();
}

const std::string kKey = quoted("'t'");

} // namespace

class tst_ProducedText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void collectsTheStringsBehindAKey()
    {
        ProducedText text;
        const std::string json = quoted("{'type':'t','t':'one ','n':{'t' : 'two'},'t':null,'t':['no']}");
        QCOMPARE(text.addStringsAfter(kKey, json), std::size_t{7});
        QCOMPARE(text.text(), std::string("one two"));
    }

    void readsEscapesAndCountsThemAsWritten()
    {
        ProducedText text;
        QCOMPARE(text.addStringsAfter(kKey, quoted("{'t':'caf\\u00e9\\\\','t':'\\u0022'}")), std::size_t{17});
        QCOMPARE(text.text(), std::string("caf\xC3\xA9\\\x22"));
    }

    void aStringThatIsCutIsNoString()
    {
        for (const char* cut : {"{'t':'abc", "{'t':'abc\\", "{'t':", "{'t'", "{'t':'"}) {
            ProducedText text;
            QCOMPARE(text.addStringsAfter(kKey, quoted(cut)), std::size_t{0});
            QVERIFY(text.text().empty());
        }
    }

    void anEscapeThatIsNoneIsNotRead()
    {
        for (const char* broken : {"{'t':'a\\u12'}", "{'t':'\\q'}", "{'t':'\\uD83D\\u'}"}) {
            ProducedText text;
            QVERIFY(text.addStringsAfter(kKey, quoted(broken)) > 0);
            QVERIFY(text.text().empty());
        }
    }

    void whatWasReportedIsNotCountedAgain()
    {
        ProducedText text;
        text.add("one ");
        text.markReported();
        QVERIFY(text.unreported().empty());
        text.add("two");
        QCOMPARE(text.unreported(), std::string_view("two"));
        QCOMPARE(text.text(), std::string("one two"));
    }

    void keepsTheBeginningAndKnowsTheLengthOfTheRest()
    {
        ProducedText text;
        text.add(std::string(ProducedText::kKept - 1, 'x'));
        QVERIFY(text.whole());
        text.add("yz");
        QVERIFY(!text.whole());
        QCOMPARE(text.text().size(), ProducedText::kKept);
        QCOMPARE(text.text().back(), 'y');
        QVERIFY(text.text().capacity() <= ProducedText::kKept + 16);
        QCOMPARE(text.unreportedBytes(), std::uint64_t{ProducedText::kKept + 1});
        text.markReported();
        QCOMPARE(text.unreportedBytes(), std::uint64_t{0});
        text.add("more");
        QVERIFY(text.unreported().empty());
        QCOMPARE(text.unreportedBytes(), std::uint64_t{4});
    }
};

LANYARD_TEST(tst_ProducedText)
#include "tst_ProducedText.moc"
