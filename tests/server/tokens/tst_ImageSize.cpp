#include "support/TestMain.h"
#include "tokens/ImageSize.h"

using namespace lanyard;

namespace {

QByteArray png(const char* size)
{
    return QByteArray::fromHex("89504e470d0a1a0a0000000d49484452") + QByteArray::fromHex(size) +
           QByteArray::fromHex("0802000000");
}

/// Start, a segment of `filler` bytes, a restart marker that stands alone, and the frame of 640 x 480.
QByteArray jpeg(int filler, const char* frame = "ffc2001108 01e0 0280 03")
{
    QByteArray segment = QByteArray::fromHex("ffe1");
    segment.append(static_cast<char>((filler + 2) >> 8))
        .append(static_cast<char>(filler + 2))
        .append(QByteArray(filler, 'x'));
    return QByteArray::fromHex("ffd8") + segment + QByteArray::fromHex("ffd0ffff") + QByteArray::fromHex(frame).mid(1) +
           QByteArray(9, '\0');
}

QByteArray webp(const char* chunk, const char* rest)
{
    return "RIFF" + QByteArray(4, '\1') + "WEBP" + chunk + QByteArray(4, '\1') + QByteArray::fromHex(rest) +
           QByteArray(8, '\0');
}

std::optional<ImageSize> sizeOf(const QByteArray& bytes)
{
    return imageSize({bytes.constData(), static_cast<std::size_t>(bytes.size())});
}

} // namespace

class tst_ImageSize : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsTheHeader_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("size");
        QTest::newRow("PNG") << png("0000028000000 1e0") << "640x480";
        QTest::newRow("GIF") << QByteArray::fromHex("4749463839618002e001f7") << "640x480";
        QTest::newRow("JPEG") << jpeg(20) << "640x480";
        QTest::newRow("JPEG behind a preview") << jpeg(60000) << "640x480";
        QTest::newRow("JPEG, tables are no frame") << jpeg(20, "ffc4001108 01e0 0280 03") << "none";
        QTest::newRow("WebP, lossy") << webp("VP8 ", "3001009d012a8002e001") << "640x480";
        QTest::newRow("WebP, lossless") << webp("VP8L", "2f7fc27700") << "640x480";
        QTest::newRow("WebP, extended") << webp("VP8X", "100000007f0200df0100") << "640x480";
        QTest::newRow("PNG cut short") << png("00000280").left(22) << "none";
        QTest::newRow("PNG of nothing") << png("00000000000001e0") << "none";
        QTest::newRow("JPEG cut short") << jpeg(20).left(30) << "none";
        QTest::newRow("JPEG with rubbish") << QByteArray::fromHex("ffd8001122334455667788") << "none";
        QTest::newRow("WebP cut short") << webp("VP8X", "10000000").left(20) << "none";
        QTest::newRow("text") << QByteArray("hello") << "none";
        QTest::newRow("nothing") << QByteArray() << "none";
    }
    void readsTheHeader()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, size);
        const std::optional<ImageSize> found = sizeOf(bytes);
        QCOMPARE(found ? QStringLiteral("%1x%2").arg(found->width).arg(found->height) : QStringLiteral("none"), size);
        const std::string base64 = (bytes + QByteArray(5000, 'z')).toBase64().toStdString();
        QCOMPARE(imageSizeOfBase64(base64).has_value(), sizeOf(bytes + QByteArray(5000, 'z')).has_value());
        QCOMPARE(imageSizeOfUrl("data:image/x;base64," + base64), imageSizeOfBase64(base64));
    }

    void noCutOfAHeaderIsReadBeyondItsEnd()
    {
        for (const QByteArray& whole : {png("00000280000001e0"), jpeg(20), webp("VP8 ", "3001009d012a8002e001"),
                                        webp("VP8L", "2f7fc27700"), webp("VP8X", "100000007f0200df0100")}) {
            for (qsizetype size = 0; size < whole.size(); ++size) {
                const std::vector<char> copy(whole.constData(),
                                             whole.constData() + size); // its own allocation: sanitizers see an overrun
                const std::optional<ImageSize> found = imageSize({copy.data(), copy.size()});
                QVERIFY(!found || (found->width == 640 && found->height == 480));
            }
        }
    }

    void otherUrlsHaveNone()
    {
        QVERIFY(!imageSizeOfUrl("https://example.com/a.png"));
        QVERIFY(!imageSizeOfUrl("data:image/png,notbase64"));
        QVERIFY(!imageSizeOfUrl(""));
    }
};

LANYARD_TEST(tst_ImageSize)
#include "tst_ImageSize.moc"
