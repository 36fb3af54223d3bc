#include "surfaces/openai/OpenAiAnswers.h"
#include "support/TestMain.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace lanyard;
using namespace Qt::StringLiterals;

namespace {

QJsonObject parsed(const std::string& text)
{
    return QJsonDocument::fromJson(QByteArray::fromStdString(text)).object();
}

} // namespace

class tst_OpenAiAnswers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void errorsHaveOpenAisShape_data()
    {
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("type");
        QTest::addColumn<QJsonValue>("shown");
        QTest::newRow("401") << int(ErrorCode::Unauthenticated) << u"invalid_request_error"_s << QJsonValue(u"invalid_api_key"_s);
        QTest::newRow("400") << int(ErrorCode::InvalidArgument) << u"invalid_request_error"_s << QJsonValue(QJsonValue::Null);
        QTest::newRow("402") << int(ErrorCode::PaymentRequired) << u"insufficient_quota"_s << QJsonValue(u"insufficient_quota"_s);
        QTest::newRow("429") << int(ErrorCode::RateLimited) << u"rate_limit_error"_s << QJsonValue(u"rate_limit_exceeded"_s);
        QTest::newRow("502") << int(ErrorCode::UpstreamFailed) << u"server_error"_s << QJsonValue(u"upstream_error"_s);
    }
    void errorsHaveOpenAisShape()
    {
        QFETCH(int, code);
        QFETCH(QString, type);
        QFETCH(QJsonValue, shown);
        const QJsonObject error = parsed(openAiErrorBody({static_cast<ErrorCode>(code), "say \"what\"\nto do"})).value(u"error"_s).toObject();
        QCOMPARE(error.keys(), (QStringList{u"code"_s, u"message"_s, u"param"_s, u"type"_s}));
        QCOMPARE(error.value(u"message"_s).toString(), u"say \"what\"\nto do"_s);
        QCOMPARE(error.value(u"type"_s).toString(), type);
        QCOMPARE(error.value(u"code"_s), shown);
        QVERIFY(error.value(u"param"_s).isNull());
    }

    void anErrorEventIsOneWholeFrame()
    {
        const std::string event = openAiErrorEvent({ErrorCode::UpstreamFailed, "two\nlines"}, "stream_interrupted");
        QVERIFY(event.starts_with("data: {"));
        QVERIFY(event.ends_with("}\n\n"));
        QCOMPARE(std::count(event.begin(), event.end(), '\n'), std::ptrdiff_t(2));
        QCOMPARE(parsed(event.substr(6)).value(u"error"_s).toObject().value(u"code"_s).toString(), u"stream_interrupted"_s);
    }

    void listsModels()
    {
        const std::vector<std::string_view> names{"gpt-4o", "a\"b"};
        const QJsonObject list = parsed(openAiModelList(names, WallTime{std::chrono::seconds{1'700'000'000}}));
        QCOMPARE(list.value(u"object"_s).toString(), u"list"_s);
        const QJsonArray data = list.value(u"data"_s).toArray();
        QCOMPARE(data.size(), 2);
        QCOMPARE(data.at(1).toObject().value(u"id"_s).toString(), u"a\"b"_s);
        QCOMPARE(data.at(0).toObject().value(u"object"_s).toString(), u"model"_s);
        QCOMPARE(data.at(0).toObject().value(u"created"_s).toInteger(), qint64(1'700'000'000));
        QCOMPARE(parsed(openAiModelList({}, {})).value(u"data"_s).toArray().size(), 0);
    }
};

LANYARD_TEST(tst_OpenAiAnswers)
#include "tst_OpenAiAnswers.moc"
