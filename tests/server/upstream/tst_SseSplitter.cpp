#include "upstream/SseSplitter.h"
#include "support/TestMain.h"

#include <QDir>
#include <QFile>

using namespace lanyard;

namespace {

struct Seen
{
    std::string raw;
    std::string event;
    std::string data;
    bool hasData = false;

    bool operator==(const Seen&) const = default;
};
using SeenList = std::vector<Seen>;

Seen seen(const SseFrame& frame)
{
    return {std::string(frame.raw()), std::string(frame.event()), std::string(frame.data()), frame.hasData()};
}

SeenList split(const std::vector<std::string_view>& pieces, bool finish = true)
{
    SseSplitter splitter;
    SeenList list;
    for (const std::string_view piece : pieces) {
        // A copy of its own size, so that a read outside of the chunk is one that AddressSanitizer sees.
        const std::vector<char> copy(piece.begin(), piece.end());
        splitter.feed({copy.data(), copy.size()}, [&](const SseFrame& frame) { list.push_back(seen(frame)); });
    }
    if (finish)
        splitter.finish([&](const SseFrame& frame) { list.push_back(seen(frame)); });
    return list;
}

std::string joinedRaw(const SeenList& list)
{
    std::string all;
    for (const Seen& frame : list)
        all += frame.raw;
    return all;
}

/// Events (name, data) as the standard's own algorithm gives them, written as plainly as possible, to compare with.
std::vector<std::pair<std::string, std::string>> eventsByTheBook(std::string text)
{
    if (text.starts_with("\xEF\xBB\xBF"))
        text.erase(0, 3);
    std::string lines;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\r') {
            lines += '\n';
            if (i + 1 < text.size() && text[i + 1] == '\n')
                ++i;
        } else {
            lines += text[i];
        }
    }
    std::vector<std::pair<std::string, std::string>> events;
    std::string name;
    std::string data;
    bool any = false;
    const auto dispatch = [&] {
        if (any)
            events.emplace_back(name, data.substr(0, data.size() - 1));
        name.clear();
        data.clear();
        any = false;
    };
    std::string line;
    for (const char c : lines + "\n") {
        if (c != '\n') {
            line += c;
            continue;
        }
        if (line.empty())
            dispatch();
        const std::size_t colon = line.find(':');
        const std::string field = line.substr(0, colon);
        std::string value = colon == std::string::npos ? "" : line.substr(colon + 1);
        if (value.starts_with(" "))
            value.erase(0, 1);
        if (field == "event")
            name = value;
        if (field == "data") {
            data += value + "\n";
            any = true;
        }
        line.clear();
    }
    dispatch();
    return events;
}

std::vector<std::pair<std::string, std::string>> eventsOf(const SeenList& list)
{
    std::vector<std::pair<std::string, std::string>> events;
    for (const Seen& frame : list) {
        if (frame.hasData)
            events.emplace_back(frame.event, frame.data);
    }
    return events;
}

std::string readFixture(const QString& name)
{
    QFile file(QDir(QStringLiteral(LANYARD_FIXTURES "/sse")).filePath(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
}

} // namespace

class tst_SseSplitter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyFixtureReadsTheSameHoweverItIsCut_data()
    {
        QTest::addColumn<QString>("name");
        const QStringList names = QDir(QStringLiteral(LANYARD_FIXTURES "/sse")).entryList({QStringLiteral("*.sse")});
        QVERIFY(names.size() >= 9);
        for (const QString& name : names)
            QTest::newRow(qPrintable(name)) << name;
    }
    void everyFixtureReadsTheSameHoweverItIsCut()
    {
        QFETCH(QString, name);
        const std::string text = readFixture(name);
        QVERIFY(!text.empty());
        const auto expected = eventsByTheBook(text);
        QVERIFY(!expected.empty());
        QCOMPARE(eventsOf(split({text})), expected);
        for (std::size_t cut = 0; cut <= text.size(); ++cut) {
            const std::string_view all = text;
            const SeenList list = split({all.substr(0, cut), all.substr(cut)});
            QVERIFY2(eventsOf(list) == expected, qPrintable(QStringLiteral("cut at %1").arg(cut)));
            QVERIFY2(joinedRaw(list) == text, qPrintable(QStringLiteral("cut at %1").arg(cut)));
        }
        for (const std::size_t step : {1, 2, 3, 7, 64}) {
            std::vector<std::string_view> pieces;
            for (std::size_t i = 0; i < text.size(); i += step)
                pieces.push_back(std::string_view(text).substr(i, step));
            const SeenList list = split(pieces);
            QCOMPARE(eventsOf(list), expected);
            QCOMPARE(joinedRaw(list), text);
        }
    }

    void rawRangesEndWithTheirBlankLine()
    {
        const SeenList list = split({"data: a\n\ndata: b\r\n\r\n: c\r\rdata: d\n\n"});
        QCOMPARE(list.size(), std::size_t{4});
        QCOMPARE(list[0].raw, std::string("data: a\n\n"));
        QCOMPARE(list[1].raw, std::string("data: b\r\n\r\n"));
        QCOMPARE(list[2].raw, std::string(": c\r\r"));
        QVERIFY(!list[2].hasData);
        QCOMPARE(list[3].raw, std::string("data: d\n\n"));
    }

    void frameInsideOneChunkIsNotCopied()
    {
        const std::string chunk = "data: one\n\nevent: x\r\ndata: two\r\n\r\nda";
        SseSplitter splitter;
        int frames = 0;
        QVERIFY(splitter.feed(chunk, [&](const SseFrame& frame) {
            ++frames;
            const auto inside = [&](std::string_view view) {
                return view.data() >= chunk.data() && view.data() + view.size() <= chunk.data() + chunk.size();
            };
            QVERIFY(inside(frame.raw()));
            QVERIFY(inside(frame.data()));
        }));
        QCOMPARE(frames, 2);
        QCOMPARE(splitter.pendingBytes(), std::size_t{2});
    }

    void frameIsGivenAsSoonAsItsBlankLineIsThere()
    {
        SseSplitter splitter;
        int frames = 0;
        const auto count = [&](const SseFrame&) { ++frames; };
        splitter.feed("data: x\r\n\r", count); // the CR alone ends the blank line; its LF may be a while
        QCOMPARE(frames, 1);
        QCOMPARE(splitter.pendingBytes(), std::size_t{0});
        std::string raw;
        splitter.feed("\ndata: y\n\n", [&](const SseFrame& frame) { raw += std::string(frame.raw()) + '|'; });
        QCOMPARE(raw, std::string("\n|data: y\n\n|"));
    }

    void unfinishedTailIsCountedAndGivenAtTheEnd()
    {
        SseSplitter splitter;
        splitter.feed("data: 1\n\ndata: [DO", [](const SseFrame&) {});
        QCOMPARE(splitter.pendingBytes(), std::size_t{9});
        splitter.feed("NE]\n", [](const SseFrame&) { QFAIL("the frame is not whole"); });
        QCOMPARE(splitter.pendingBytes(), std::size_t{13});
        std::string data;
        splitter.finish([&](const SseFrame& frame) { data = frame.data(); });
        QCOMPARE(data, std::string("[DONE]"));
        QCOMPARE(splitter.pendingBytes(), std::size_t{0});
    }

    void tooLongFrameIsAnErrorInEveryCut_data()
    {
        QTest::addColumn<int>("step");
        for (const int step : {1, 5, 19, 20, 21, 100})
            QTest::addRow("chunks of %d", step) << step;
    }
    void tooLongFrameIsAnErrorInEveryCut()
    {
        QFETCH(int, step);
        SseSplitter splitter(20);
        const std::string text = "data: 012345678901\n\ndata: 0123456789012\n\ndata: x\n\n"; // 20, 21 and 9 bytes
        int frames = 0;
        bool ok = true;
        for (std::size_t i = 0; i < text.size(); i += static_cast<std::size_t>(step))
            ok = splitter.feed(std::string_view(text).substr(i, static_cast<std::size_t>(step)), [&](const SseFrame&) { ++frames; });
        QVERIFY(!ok);
        QVERIFY(splitter.overflowed());
        QCOMPARE(frames, 1);
        splitter.finish([](const SseFrame&) { QFAIL("nothing comes after an overflow"); });
    }

    void endlessLineStaysLinear()
    {
        // Fed byte by byte, a megabyte of one line must not be searched again and again: with a quadratic search this
        // case runs into the test's time limit.
        SseSplitter splitter;
        std::size_t frames = 0;
        const std::string megabyte(1024 * 1024, 'x');
        splitter.feed("data: ", [&](const SseFrame&) { ++frames; });
        for (const char& c : megabyte)
            splitter.feed({&c, 1}, [&](const SseFrame&) { ++frames; });
        std::size_t size = 0;
        splitter.feed("\n\n", [&](const SseFrame& frame) { size = frame.data().size(); });
        QCOMPARE(frames, std::size_t{0});
        QCOMPARE(size, megabyte.size());
    }
};

LANYARD_TEST(tst_SseSplitter)
#include "tst_SseSplitter.moc"
