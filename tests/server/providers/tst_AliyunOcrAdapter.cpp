#include "providers/aliyunocr/AliyunSignature.h"
#include "support/TestMain.h"

using namespace lanyard;

namespace {

const ProviderAdapter& adapter()
{
    return adapterFor(ProviderKind::AliyunOcr);
}

QByteArray bytes(std::string_view text)
{
    return {text.data(), static_cast<qsizetype>(text.size())};
}

} // namespace

class tst_AliyunOcrAdapter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// The worked example of the signature's own page, with its keys, its nonce and its result.
    void theSignatureIsTheOneOfTheDocumentation()
    {
        const AliyunAction action{"ecs.cn-shanghai.aliyuncs.com", "RunInstances", "2014-05-26",
                                  "ImageId=win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd&RegionId=cn-shanghai", "YourAccessKeyId", "YourAccessKeySecret"};
        const WallTime when{std::chrono::seconds(1698315752)}; // 2023-10-26T10:22:32Z
        const HttpHeaders headers = aliyunSignedHeaders(action, {}, {when, "3156853299f313e23d1673dc12e1703d"});
        QCOMPARE(bytes(headers.value("x-acs-date")), QByteArray("2023-10-26T10:22:32Z"));
        QCOMPARE(bytes(headers.value("x-acs-content-sha256")), QByteArray("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
        QCOMPARE(bytes(headers.value("authorization")),
                 QByteArray("ACS3-HMAC-SHA256 Credential=YourAccessKeyId,SignedHeaders=host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version,"
                            "Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0"));
    }

    void aFailureIsWhatItsCodeSays_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("code");
        QTest::addColumn<int>("expected");
        const auto row = [](int status, const char* code, FailureClass expected) { QTest::newRow(code) << status << QByteArray(code) << int(expected); };
        row(404, "InvalidAccessKeyId.NotFound", FailureClass::BadCredential);
        row(400, "SignatureDoesNotMatch", FailureClass::BadCredential);
        row(403, "ocrServiceNotOpen", FailureClass::BadCredential);
        row(503, "Throttling.User", FailureClass::RateLimited);
        row(400, "unmatchedImageType", FailureClass::ClientError);
        row(400, "FileNotFetched", FailureClass::ClientError);
        row(500, "InternalError", FailureClass::ServerError);
    }
    void aFailureIsWhatItsCodeSays()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, code);
        QFETCH(int, expected);
        const ProviderFailure failure = adapter().failure(status, {}, "{\"Code\":\"" + code.toStdString() + "\",\"Message\":\"words\"}");
        QCOMPARE(int(failure.failure), expected);
        QCOMPARE(bytes(failure.message), QByteArray("words"));
    }

    void somethingElseIsNoRecognisedText()
    {
        QVERIFY(!adapter().readRecognized("{}"));
        QVERIFY(!adapter().readRecognized(R"({"Data":"not json"})"));
        QVERIFY(adapter().readRecognized(R"({"Data":{"content":""}})"));
    }
};

LANYARD_TEST(tst_AliyunOcrAdapter)
#include "tst_AliyunOcrAdapter.moc"
