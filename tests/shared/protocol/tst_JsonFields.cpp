#include "protocol/JsonFields.h"
#include "protocol/messages/ProviderMessages.h"
#include "support/TestMain.h"

#include <QJsonDocument>

using namespace lanyard;

namespace {

struct Everything
{
    bool flag = false;
    std::int32_t small = 0;
    std::uint64_t big = 0;
    QString text;
    Money money;
    WallTime time{};
    std::optional<std::uint32_t> maybe;
    Patch<std::uint32_t> patch;
    QStringList list;
    std::vector<LimitsInfo> limits;

    static constexpr auto fields()
    {
        using S = Everything;
        return std::tuple{may("flag", &S::flag),   may("small", &S::small), may("big", &S::big),     may("text", &S::text),
                          may("money", &S::money), may("time", &S::time),   may("maybe", &S::maybe), may("patch", &S::patch),
                          may("list", &S::list),   may("limits", &S::limits)};
    }
};

Result<Everything> read(const QByteArray& json)
{
    return fromJson<Everything>(QJsonDocument::fromJson(json).object(), JsonReading::Mode::Strict);
}

} // namespace

class tst_JsonFields : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void saysExactlyWhatIsWrong_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("message");
        const auto row = [](const char* name, const char* json, const char* message) {
            QTest::newRow(name) << QByteArray(json) << QString::fromLatin1(message);
        };
        row("flag as text", R"({"flag":"true"})", "flag must be true or false, not text");
        row("flag as null", R"({"flag":null})", "flag must be true or false, not null");
        row("fraction", R"({"small":1.5})", "small must be a whole number from -2147483648 to 2147483647, not a number");
        row("too small", R"({"small":-2147483649})", "small must be a whole number from -2147483648 to 2147483647, not a number");
        row("negative", R"({"big":-1})", "big must be a whole number from 0 to 9223372036854775807, not a number");
        row("beyond 63 bits", R"({"big":9223372036854775808})", "big must be a whole number from 0 to 9223372036854775807, not a number");
        row("number in quotes", R"({"big":"5"})", "big must be a whole number from 0 to 9223372036854775807, not text");
        row("money as number", R"({"money":2.5})", "money must be an amount in quotes, such as \"2.50\" (at most nine decimals), not a number");
        row("no money", R"({"money":"2,50"})", "money must be an amount in quotes, such as \"2.50\" (at most nine decimals), not text");
        row("time without offset", R"({"time":"2026-11-02T10:00:00"})", "time must be a time such as \"2026-11-02T10:00:00Z\", not text");
        row("no time", R"({"time":"soon"})", "time must be a time such as \"2026-11-02T10:00:00Z\", not text");
        row("list as text", R"({"list":"a"})", "list must be a list, not text");
        row("item of a list", R"({"list":["a",2]})", "list[1] must be text, not a number");
        row("deep", R"({"limits":[{},{"rpm":true}]})", "limits[1].rpm must be a whole number from 0 to 4294967295, not true");
        row("deep unknown", R"({"limits":[{"rpn":1}]})", "limits[0].rpn is not a known field");
        row("object as list", R"({"limits":[[]]})", "limits[0] must be an object, not a list");
        row("unknown", R"({"fleg":true})", "fleg is not a known field");
    }
    void saysExactlyWhatIsWrong()
    {
        QFETCH(QByteArray, json);
        QFETCH(QString, message);
        const auto result = read(json);
        QVERIFY(!result);
        QCOMPARE(result.error().code, ErrorCode::InvalidArgument);
        QCOMPARE(QString::fromStdString(result.error().message), message);
    }

    void numbersKeepAllTheirDigits()
    {
        QCOMPARE(read(R"({"big":9223372036854775807})")->big, std::uint64_t{9223372036854775807ULL});
        QCOMPARE(read(R"({"big":9007199254740993})")->big, std::uint64_t{9007199254740993ULL});
        QCOMPARE(read(R"({"small":-2147483648})")->small, std::numeric_limits<std::int32_t>::min());
    }

    void timesOfAnyOffsetAreOneMoment()
    {
        const auto utc = read(R"({"time":"2026-11-02T10:00:00.5Z"})");
        const auto offset = read(R"({"time":"2026-11-02T12:00:00.500+02:00"})");
        QVERIFY(utc && offset);
        QVERIFY(utc->time == offset->time);
        QCOMPARE(JsonCodec<WallTime>::write(utc->time).toString(), QStringLiteral("2026-11-02T10:00:00.500Z"));
    }

    void aPatchTellsAbsentFromNullFromSet()
    {
        QVERIFY(!read("{}")->patch.isPresent());
        QVERIFY(read(R"({"patch":null})")->patch.isPresent());
        QVERIFY(!read(R"({"patch":null})")->patch.value());
        QCOMPARE(read(R"({"patch":5})")->patch.value().value(), 5U);
        QCOMPARE(toJson(Everything{}).contains(u"patch"), false);
        Everything cleared;
        cleared.patch = Patch<std::uint32_t>::cleared();
        QVERIFY(toJson(cleared).value(u"patch").isNull());
    }

    void aWrongSecretIsNotRepeated()
    {
        const QJsonObject json{{QStringLiteral("name"), QStringLiteral("main")}, {QStringLiteral("key"), QJsonArray{QStringLiteral("sk-hidden")}}};
        const auto result = fromJson<CredentialFields>(json, JsonReading::Mode::Strict);
        QCOMPARE(result.error().message, std::string("key must be text, not a list"));
    }
};

LANYARD_TEST(tst_JsonFields)
#include "tst_JsonFields.moc"
