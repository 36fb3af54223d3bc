#include "base/BodySlices.h"
#include "base/Error.h"
#include "base/Glob.h"
#include "base/Http.h"
#include "base/Ids.h"
#include "base/Result.h"
#include "base/Secret.h"
#include "support/TestMain.h"

#include <type_traits>

using namespace lanyard;

class tst_Values : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void globsMatchWholeTexts_data()
    {
        QTest::addColumn<QByteArray>("pattern");
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<bool>("matches");
        const auto row = [](const char* pattern, const char* text, bool matches) {
            QTest::addRow("%s on %s", pattern, text) << QByteArray(pattern) << QByteArray(text) << matches;
        };
        row("gpt-*", "gpt-4o", true);
        row("gpt-*", "gpt-", true);
        row("gpt-*", "my-gpt-4o", false);
        row("*", "", true);
        row("", "", true);
        row("", "a", false);
        row("*-mini", "gpt-4o-mini", true);
        row("a*b*c", "aXbYbZc", true);
        row("a*b*c", "aXcYb", false);
        row("GPT", "gpt", false);
        row("a.c", "abc", false);
        row("**a**", "bab", true);
    }
    void globsMatchWholeTexts()
    {
        QFETCH(QByteArray, pattern);
        QFETCH(QByteArray, text);
        QFETCH(bool, matches);
        QCOMPARE(globMatches(pattern.toStdString(), text.toStdString()), matches);
    }

    void headersCompareWithoutCaseAndKeepTheirOrder()
    {
        HttpHeaders headers{{"B", "1"}, {"a", "2"}, {"b", "3"}};
        QCOMPARE(headers.value("B"), std::string_view("1"));
        QCOMPARE(headers.count("b"), std::size_t{2});
        QCOMPARE(std::string((*headers.begin()).name), std::string("B"));
        headers.set("b", "4");
        QCOMPARE(headers.count("B"), std::size_t{1});
        headers.remove("A");
        QVERIFY(!headers.contains("a"));
        QVERIFY(!headers.find("missing"));
        QVERIFY(equalsIgnoringCase("X-Request-ID", "x-request-id"));
        QVERIFY(!equalsIgnoringCase("a", "ab"));
    }

    void methodsAndPhrasesAreKnown()
    {
        QVERIFY(httpMethodFrom("POST") == HttpMethod::Post);
        QVERIFY(httpMethodFrom("post") == HttpMethod::Other);
        QVERIFY(httpMethodFrom("") == HttpMethod::Other);
        QCOMPARE(toString(HttpMethod::Delete), std::string_view("DELETE"));
        QCOMPARE(reasonPhrase(429), std::string_view("Too Many Requests"));
        QCOMPARE(reasonPhrase(299), std::string_view("Unknown"));
    }

    void secretsAreNeverWhole()
    {
        static_assert(!std::is_convertible_v<Secret, std::string>);
        const Secret key("sk-0123456789");
        QCOMPARE(key.prefix(100), std::string("sk-0"));
        QCOMPARE(key.prefix(2), std::string("sk"));
        QVERIFY(key == Secret("sk-0123456789"));
        QVERIFY(!(key == Secret("sk-0123456788")));
        QVERIFY(!(key == Secret("sk-")));
        Secret moved = key;
        const Secret taken = std::move(moved);
        QCOMPARE(taken.reveal(), key.reveal());
        QVERIFY(moved.empty()); // NOLINT: the point of the test
    }

    void errorsKnowTheirNumbers()
    {
        QCOMPARE((Error{ErrorCode::NotFound, ""}.httpStatus()), 404);
        QCOMPARE((Error{ErrorCode::InvalidArgument, ""}.jsonRpcCode()), -32602);
        QVERIFY((Error{ErrorCode::RateLimited, ""}.retryable()));
        for (int code = 0; code <= int(ErrorCode::Locked); ++code) {
            const Error error{static_cast<ErrorCode>(code), ""};
            QVERIFY(errorCodeFromName(error.name()) == error.code);
        }
        QVERIFY(errorCodeFromName("no such name") == ErrorCode::Internal);
    }

    void resultsHoldAValueOrAnError()
    {
        const Result<int> good = 7;
        QVERIFY(good && *good == 7 && good.value_or(1) == 7);
        const Result<int> bad = Error{ErrorCode::Io, "no"};
        QVERIFY(!bad && bad.error().message == "no" && bad.value_or(1) == 1);
        const Result<void> fine;
        QVERIFY(fine);
        const Result<void> broken = Error{ErrorCode::Io, "no"};
        QVERIFY(!broken && broken.error().code == ErrorCode::Io);
    }

    void exchangeIdsKeepTheirParts()
    {
        const ExchangeId id = ExchangeId::make(70'000, 3, 0xFFFFFFFF);
        QCOMPARE(id.epoch(), 70'000U);
        QCOMPARE(id.worker(), 3U);
        QVERIFY(ExchangeId::make(70'000, 3, 1) != ExchangeId::make(70'000, 2, 1));
    }

    void slicesJoinAndOwnWhatTheyAreGiven()
    {
        const std::string client = "abcdef";
        BodySlices body;
        body.slices.push_back(std::string_view(client).substr(0, 2));
        body.addOwned("X");
        body.slices.push_back(std::string_view(client).substr(3));
        const BodySlices copy = body;
        body = {};
        QCOMPARE(copy.joined(), std::string("abXdef"));
        QCOMPARE(copy.size(), std::size_t{6});
    }
};

LANYARD_TEST(tst_Values)
#include "tst_Values.moc"
