#include "Compress.h"
#include "http/BodyCollector.h"
#include "support/TestMain.h"

#include <QDir>
#include <QTemporaryDir>

using namespace lanyard;
using namespace lanyard::test;

namespace {

RequestHead headWith(const QByteArray& coding, std::int64_t length = -1)
{
    RequestHead head;
    head.declaredLength = length;
    if (!coding.isEmpty())
        head.headers.add("content-encoding", coding.toStdString());
    return head;
}

/// 0 when it was taken in, else the fault's status.
int collect(BodyCollector& body, const RequestHead& head, const QByteArray& bytes, qsizetype step,
            QByteArray* result = nullptr)
{
    if (const auto fault = body.start(head))
        return fault->status;
    for (qsizetype i = 0; i < bytes.size(); i += step) {
        const QByteArray piece = bytes.mid(i, step);
        if (!body.takeBody({piece.constData(), static_cast<std::size_t>(piece.size())}))
            return body.fault().status;
    }
    const auto whole = body.finish();
    if (!whole)
        return body.fault().status;
    if (result)
        *result = QByteArray(whole->view().data(), static_cast<qsizetype>(whole->view().size()));
    return 0;
}

} // namespace

class tst_BodyCollector : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void inflatesWhateverTheSenderMeant_data()
    {
        QTest::addColumn<QByteArray>("coding");
        QTest::addColumn<QByteArray>("packed");
        QTest::addColumn<QByteArray>("plain");
        const QByteArray text = QByteArray("{\"model\":\"gpt-4o\"}").repeated(100);
        QTest::newRow("plain") << QByteArray() << text << text;
        QTest::newRow("identity") << QByteArray("identity") << text << text;
        QTest::newRow("gzip") << QByteArray("gzip") << packed(text, Packing::Gzip) << text;
        QTest::newRow("x-gzip") << QByteArray("X-GZip") << packed(text, Packing::Gzip) << text;
        QTest::newRow("deflate") << QByteArray("deflate") << packed(text, Packing::Zlib) << text;
        QTest::newRow("deflate without framing") << QByteArray("deflate") << packed(text, Packing::Bare) << text;
        QTest::newRow("two gzip members")
            << QByteArray("gzip") << packed(text, Packing::Gzip) + packed("tail", Packing::Gzip) << text + "tail";
        QTest::newRow("empty gzip") << QByteArray("gzip") << packed({}, Packing::Gzip) << QByteArray();
    }
    void inflatesWhateverTheSenderMeant()
    {
        QFETCH(QByteArray, coding);
        QFETCH(QByteArray, packed);
        QFETCH(QByteArray, plain);
        const HttpLimits limits;
        BodyCollector body(limits);
        for (const qsizetype step : {qsizetype{1}, qsizetype{7}, qsizetype{1} << 20}) {
            QByteArray result;
            QCOMPARE(collect(body, headWith(coding), packed, step, &result), 0);
            QCOMPARE(result, plain);
        }
    }

    void refusesDamagedBodies_data()
    {
        QTest::addColumn<QByteArray>("coding");
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("status");
        const QByteArray whole = packed(QByteArray("hello").repeated(50), Packing::Gzip);
        QByteArray flipped = whole;
        flipped[whole.size() - 6] = static_cast<char>(flipped.at(whole.size() - 6) ^ 1); // in the checksum
        QTest::newRow("cut") << QByteArray("gzip") << whole.chopped(1) << 400;
        QTest::newRow("nothing") << QByteArray("gzip") << QByteArray() << 400;
        QTest::newRow("no gzip") << QByteArray("gzip") << QByteArray("hello") << 400;
        QTest::newRow("wrong checksum") << QByteArray("gzip") << flipped << 400;
        QTest::newRow("rubbish behind") << QByteArray("gzip") << whole + "rubbish" << 400;
        QTest::newRow("rubbish behind zlib") << QByteArray("deflate") << packed("a", Packing::Zlib) + "x" << 400;
        QTest::newRow("brotli") << QByteArray("br") << QByteArray("x") << 415;
        QTest::newRow("twice") << QByteArray("gzip, gzip") << whole << 415;
    }
    void refusesDamagedBodies()
    {
        QFETCH(QByteArray, coding);
        QFETCH(QByteArray, bytes);
        QFETCH(int, status);
        const HttpLimits limits;
        BodyCollector body(limits);
        QCOMPARE(collect(body, headWith(coding), bytes, bytes.size() + 1), status);
        QCOMPARE(collect(body, headWith(coding), bytes, 1), status);
    }

    void inflatedSizeIsLimited()
    {
        HttpLimits limits;
        limits.bodyBytes = 100'000;
        BodyCollector body(limits);
        QCOMPARE(collect(body, headWith("gzip"), packed(QByteArray(100'000, 'a'), Packing::Gzip), 50), 0);
        const QByteArray bomb = packed(QByteArray(100'001, 'a'), Packing::Gzip);
        QVERIFY(bomb.size() < 1000);
        QCOMPARE(collect(body, headWith("gzip", bomb.size()), bomb, 50), 413);
        QCOMPARE(collect(body, headWith({}), QByteArray(100'001, 'a'), 1000), 413);
    }

    void largeBodiesGoToANamelessFile()
    {
        QTemporaryDir folder;
        HttpLimits limits;
        limits.spillBytes = 1000;
        limits.spillFolder = folder.path();
        BodyCollector body(limits);
        QByteArray large;
        for (int i = 0; i < 100'000; ++i)
            large += static_cast<char>(i * 7);
        for (const qsizetype step : {qsizetype{999}, qsizetype{1000}, qsizetype{1001}, large.size()}) {
            QByteArray result;
            QCOMPARE(collect(body, headWith({}, large.size()), large, step, &result), 0);
            QCOMPARE(result, large);
        }
#ifdef Q_OS_UNIX
        QVERIFY(!body.start(headWith({}, large.size())));
        QVERIFY(body.takeBody({large.constData(), 5000}));
        QVERIFY(QDir(folder.path()).isEmpty());
#endif
    }

    void bodyOutlivesItsCollector()
    {
        HttpLimits limits;
        limits.spillBytes = 10;
        RequestBody whole;
        {
            BodyCollector body(limits);
            QVERIFY(!body.start(headWith({})));
            QVERIFY(body.takeBody("0123456789abcdef"));
            whole = *body.finish();
        }
        const RequestBody copy = whole;
        whole = {};
        QCOMPARE(copy.view(), std::string_view("0123456789abcdef"));
    }

    void forgottenPagesComeBackFromTheFile()
    {
        QByteArray large;
        for (int i = 0; i < 3'000'000; ++i)
            large += static_cast<char>(i * 31 / 7);
        const HttpLimits limits;
        BodyCollector body(limits);
        QVERIFY(!body.start(headWith({}, large.size())));
        QVERIFY(body.takeBody({large.constData(), static_cast<std::size_t>(large.size())}));
        const auto whole = body.finish();
        QVERIFY(whole && whole->spilled());
        const std::string_view view = whole->view();
        for (const std::string_view part : {view, view.substr(1, 10), view.substr(5000, 100'000), view.substr(view.size() - 1)}) {
            whole->forget(part);
            QVERIFY(view == std::string_view(large.constData(), static_cast<std::size_t>(large.size())));
        }
        RequestBody("in memory").forget("in memory"); // nothing to forget
    }

    void bytesAreCountedWhereTheyLie()
    {
        BufferBudget memory(10'000'000);
        BufferBudget spool(10'000'000);
        const BufferAccounts accounts{&memory.addAccount(), &spool.addAccount()};
        HttpLimits limits;
        limits.spillBytes = 1000;
        {
            BodyCollector body(limits, accounts);
            QVERIFY(!body.start(headWith({}, -1)));
            QVERIFY(!body.makeRoom(headWith({}, -1)));
            QVERIFY(body.takeBody(std::string(600, 'a')));
            QCOMPARE(memory.used(), std::int64_t{600});
            QVERIFY(body.takeBody(std::string(600, 'a'))); // to the file
            QCOMPARE(memory.used(), std::int64_t{0});
            QCOMPARE(spool.used(), std::int64_t{1200});
            auto whole = body.finish();
            QVERIFY(whole);
            QCOMPARE(spool.used(), std::int64_t{1200});
            QVERIFY(!body.start(headWith({}, 500))); // the next one; the first is still in use
            QVERIFY(!body.makeRoom(headWith({}, 500)));
            QVERIFY(body.takeBody(std::string(500, 'b')));
            QCOMPARE(memory.used(), std::int64_t{500});
            QCOMPARE(spool.used(), std::int64_t{1200});
            whole.reset();
            QCOMPARE(spool.used(), std::int64_t{0});
        }
        QCOMPARE(memory.used(), std::int64_t{0});
    }

    void aBodyThatOutgrowsTheCeilingIs503_data()
    {
        QTest::addColumn<QByteArray>("coding");
        QTest::addColumn<QByteArray>("bytes");
        const QByteArray text(300'000, 'x');
        QTest::newRow("chunked") << QByteArray() << text;
        QTest::newRow("inflated") << QByteArray("gzip") << packed(text, Packing::Gzip);
    }
    void aBodyThatOutgrowsTheCeilingIs503()
    {
        QFETCH(QByteArray, coding);
        QFETCH(QByteArray, bytes);
        BufferBudget memory(200'000);
        BufferBudget spool(0);
        const HttpLimits limits;
        BodyCollector body(limits, {&memory.addAccount(), &spool.addAccount()});
        QCOMPARE(collect(body, headWith(coding), bytes, 1000), 503);
        QVERIFY(body.fault().retryAfterSeconds > 0);
        body.clear();
        QCOMPARE(memory.used(), std::int64_t{0});
    }

    void missingSpillFolderIsAnHonestAnswer()
    {
        HttpLimits limits;
        limits.spillBytes = 10;
        limits.spillFolder = QStringLiteral("/nowhere/at/all");
        BodyCollector body(limits);
        QCOMPARE(collect(body, headWith({}), QByteArray(100, 'a'), 100), 503);
    }
};

LANYARD_TEST(tst_BodyCollector)
#include "tst_BodyCollector.moc"
