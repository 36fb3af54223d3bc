#include "upstream/NdjsonSplitter.h"
#include "support/TestMain.h"

using namespace lanyard;

namespace {

std::vector<std::string> split(const std::vector<std::string_view>& pieces, std::string* joined = nullptr)
{
    NdjsonSplitter splitter;
    std::vector<std::string> lines;
    const auto take = [&](const NdjsonFrame& frame) {
        if (!frame.data().empty())
            lines.emplace_back(frame.data());
        if (joined)
            joined->append(frame.raw());
    };
    for (const std::string_view piece : pieces) {
        const std::vector<char> copy(piece.begin(), piece.end());
        splitter.feed({copy.data(), copy.size()}, take);
    }
    splitter.finish(take);
    return lines;
}

} // namespace

class tst_NdjsonSplitter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void linesReadTheSameHoweverTheyAreCut()
    {
        const std::string text = "{\"message\":{\"content\":\"h\xC3\xA9\"},\"done\":false}\n{\"a\":1}\r\n\n\r\n{\"done\":true}";
        const std::vector<std::string> expected{"{\"message\":{\"content\":\"h\xC3\xA9\"},\"done\":false}", "{\"a\":1}",
                                                "{\"done\":true}"};
        for (std::size_t cut = 0; cut <= text.size(); ++cut) {
            const std::string_view all = text;
            std::string joined;
            QCOMPARE(split({all.substr(0, cut), all.substr(cut)}, &joined), expected);
            QCOMPARE(joined, text);
        }
        std::vector<std::string_view> bytes;
        for (const char& c : text)
            bytes.emplace_back(&c, 1);
        QCOMPARE(split(bytes), expected);
    }

    void lineInsideOneChunkIsNotCopied()
    {
        const std::string chunk = "{\"a\":1}\n{\"b\"";
        NdjsonSplitter splitter;
        const char* seen = nullptr;
        QVERIFY(splitter.feed(chunk, [&](const NdjsonFrame& frame) { seen = frame.raw().data(); }));
        QVERIFY(seen == chunk.data());
        QCOMPARE(splitter.pendingBytes(), std::size_t{4});
    }

    void tooLongLineIsAnError()
    {
        for (const std::size_t step : {std::size_t{1}, std::size_t{3}, std::size_t{64}}) {
            NdjsonSplitter splitter(8);
            const std::string text = "1234567\n12345678\n1\n";
            int lines = 0;
            bool ok = true;
            for (std::size_t i = 0; i < text.size(); i += step)
                ok = splitter.feed(std::string_view(text).substr(i, step), [&](const NdjsonFrame&) { ++lines; });
            QVERIFY(!ok);
            QCOMPARE(lines, 1);
        }
    }
};

LANYARD_TEST(tst_NdjsonSplitter)
#include "tst_NdjsonSplitter.moc"
