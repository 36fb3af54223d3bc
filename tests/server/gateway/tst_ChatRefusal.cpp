#include "GatewayBench.h"
#include "gateway/Handlers.h"
#include "llm/JsonScan.h"
#include "support/TestMain.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace lanyard;
using namespace lanyard::test;

namespace {

constexpr std::string_view kKey = "sk-lan-0123456789abcdef0123456789abcdef";
const std::string kPlain = R"({"model":"gpt","messages":[{"role":"user","content":"hi"}]})";
const std::string kStream = R"({"model":"gpt","messages":[{"role":"user","content":"hi"}],"stream":true})";

QJsonObject parsed(const std::string& json)
{
    return QJsonDocument::fromJson(QByteArray::fromStdString(json)).object();
}

} // namespace

/// Refusals of users whose chats are told in the words of a chat.
class tst_ChatRefusal : public QObject
{
    Q_OBJECT

    struct Bench : GatewayBench
    {
        explicit Bench(const std::function<void(Configuration&)>& change = {})
        {
            Configuration c = configuration();
            c.users[0].keys[0].errorStyle = ErrorStyle::Chat;
            c.users[0].keys[0].hash = hasher.hash(kKey);
            c.settings["contact"] = "Zoe, room 4";
            if (change)
                change(c);
            publish(std::move(c));
        }
        void takeAllMoney() { governor.loadBalances({{UserId{1}, Money()}}); }
        /// As it comes from the network: admitted first.
        std::shared_ptr<RecordingSink> ask(const std::string& body, Operation operation = Operation::Chat)
        {
            ExchangeHandler handler(context, surfaceFor("/v1/chat/completions", {}), operation);
            IncomingRequest request;
            request.head.method = HttpMethod::Post;
            request.head.target = "/v1/chat/completions";
            request.head.headers = {{"Authorization", "Bearer " + std::string(kKey)}};
            auto sink = std::make_shared<RecordingSink>(journal);
            Admission admission = handler.admit(request.head);
            if (const auto* refused = std::get_if<SimpleAnswer>(&admission)) {
                sink->status = refused->status;
                sink->body = refused->body;
                return sink;
            }
            request.context = std::move(std::get<std::unique_ptr<RequestContext>>(admission));
            request.body = RequestBody(body);
            handler.handle(std::move(request), Reply(sink));
            return sink;
        }
    };

private Q_SLOTS:
    void anEmptyBalanceIsToldAsAnAnswer()
    {
        Bench bench;
        bench.takeAllMoney();
        const auto client = bench.ask(kPlain);
        QCOMPARE(client->status, 200);
        const QJsonObject answer = parsed(client->body);
        const QString text = answer[u"choices"].toArray()[0].toObject()[u"message"].toObject()[u"content"].toString();
        QVERIFY2(text.contains(QStringLiteral("balance is used up")) && text.contains(QStringLiteral("Zoe, room 4")), qPrintable(text));
        QCOMPARE(answer[u"model"].toString(), QStringLiteral("gpt"));
        QVERIFY(bench.upstream.calls.empty());
        // The book knows better.
        QVERIFY(bench.journal.settled()->outcome == Outcome::Refused);
        QCOMPARE(int{bench.journal.settled()->status}, 402);
        QVERIFY(bench.journal.settled()->cost.isZero());
    }

    void aStreamIsToldInAStream()
    {
        Bench bench;
        bench.takeAllMoney();
        const auto client = bench.ask(kStream);
        QCOMPARE(client->status, 200);
        QVERIFY(client->body.find("balance is used up") != std::string::npos);
        QVERIFY(client->body.find("\"finish_reason\":\"stop\"") != std::string::npos);
        QVERIFY(client->body.ends_with("data: [DONE]\n\n"));
        QVERIFY(client->ended);
    }

    void whoIsFrozenByHandIsToldSo()
    {
        Bench bench([](Configuration& c) { c.users[0].frozen = true; });
        const auto client = bench.ask(kPlain);
        QCOMPARE(client->status, 200);
        QVERIFY(client->body.find("is frozen") != std::string::npos);
        QCOMPARE(int{bench.journal.settled()->status}, 403);
        QVERIFY(bench.upstream.calls.empty());
    }

    void othersGetTheStatus()
    {
        Bench bench([](Configuration& c) {
            c.users[0].frozen = true;
            c.users[0].keys[0].errorStyle = ErrorStyle::Status;
            c.settings["error_style"] = "chat"; // the key's own word counts
        });
        QCOMPARE(bench.ask(kPlain)->status, 403);
    }

    void theSettingCountsForKeysWithoutAWord()
    {
        Bench bench([](Configuration& c) {
            c.users[0].frozen = true;
            c.users[0].keys[0].errorStyle.reset();
            c.settings["error_style"] = "chat";
        });
        QCOMPARE(bench.ask(kPlain)->status, 200);
        QCOMPARE(bench.ask(R"({"model":"gpt","input":"x"})", Operation::Embeddings)->status, 403); // no chat
    }

    void anUnknownModelAndAFailedProviderAreToldToo()
    {
        Bench bench;
        const auto unknown = bench.ask(R"({"model":"nothing","messages":[{"role":"user","content":"hi"}]})");
        QCOMPARE(unknown->status, 200);
        QVERIFY(unknown->body.find("nothing") != std::string::npos);
        const auto failed = bench.ask(kPlain);
        for (std::size_t i = 0; i < bench.upstream.calls.size(); ++i)
            bench.upstream.calls[i]->answer(500, "{}");
        QCOMPARE(failed->status, 200);
        QVERIFY(failed->body.find("This request was not served") != std::string::npos);
    }

    void whatIsNoRequestStaysAnError()
    {
        Bench bench;
        QCOMPARE(bench.ask("{")->status, 400);
    }
};

LANYARD_TEST(tst_ChatRefusal)
#include "tst_ChatRefusal.moc"
