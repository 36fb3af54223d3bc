#include "GatewayBench.h"
#include "gateway/Authenticator.h"
#include "gateway/Handlers.h"
#include "support/TestMain.h"

using namespace lanyard;
using namespace lanyard::test;

namespace {

constexpr std::string_view kKey = "sk-lan-0123456789abcdef0123456789abcdef";

RequestHead head(HttpHeaders headers, std::string target = "/v1/chat/completions")
{
    RequestHead result;
    result.method = HttpMethod::Post;
    result.target = std::move(target);
    result.headers = std::move(headers);
    result.peer.address = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 192, 168, 1, 7};
    return result;
}

HttpHeaders bearer(std::string_view key)
{
    return {{"Authorization", "Bearer " + std::string(key)}};
}

} // namespace

class tst_Authenticator : public QObject
{
    Q_OBJECT

private:
    /// alice's key is kKey, changed by `change`.
    template<class Change>
    static std::unique_ptr<GatewayBench> benchWith(Change change)
    {
        auto bench = std::make_unique<GatewayBench>();
        Configuration config = GatewayBench::configuration();
        config.users.front().keys.front().hash = bench->hasher.hash(kKey);
        change(config, config.users.front());
        bench->publish(std::move(config));
        return bench;
    }
    static Result<Identity> ask(GatewayBench& bench, const RequestHead& request)
    {
        return authenticate(request, *bench.context.snapshot(), bench.hasher, bench.governor, bench.clock.wall());
    }

private Q_SLOTS:
    void onlyATrustedProxyIsBelieved_data()
    {
        QTest::addColumn<QByteArray>("trusted");
        QTest::addColumn<QByteArray>("header");
        QTest::addColumn<bool>("allowed"); // of a key that is for 203.0.113.7 only
        QTest::newRow("nobody is trusted") << QByteArray() << QByteArray("203.0.113.7") << false;
        QTest::newRow("somebody else is trusted") << QByteArray("10.0.0.0/8") << QByteArray("203.0.113.7") << false;
        QTest::newRow("the proxy") << QByteArray("192.168.1.7") << QByteArray("203.0.113.7") << true;
        QTest::newRow("the proxy's block, with a port") << QByteArray("10.0.0.0/8,192.168.0.0/16") << QByteArray("203.0.113.7:4711") << true;
        QTest::newRow("the client wrote the first entry") << QByteArray("192.168.1.7") << QByteArray("203.0.113.7, 198.51.100.1") << false;
        QTest::newRow("two proxies") << QByteArray("192.168.1.0/24") << QByteArray("198.51.100.1, 203.0.113.7, 192.168.1.9") << true;
        QTest::newRow("nonsense") << QByteArray("192.168.1.7") << QByteArray("203.0.113.7, unknown") << false;
        QTest::newRow("no header") << QByteArray("192.168.1.7") << QByteArray() << false;
    }
    void onlyATrustedProxyIsBelieved()
    {
        QFETCH(QByteArray, trusted);
        QFETCH(QByteArray, header);
        QFETCH(bool, allowed);
        const auto bench = benchWith([&](Configuration& config, UserConfig& alice) {
            alice.keys.front().ips = {"203.0.113.7"};
            if (!trusted.isEmpty())
                config.settings["trusted_proxies"] = trusted.toStdString();
        });
        HttpHeaders headers = bearer(kKey);
        if (!header.isEmpty())
            headers.add("X-Forwarded-For", header.toStdString());
        const Result<Identity> identity = ask(*bench, head(std::move(headers)));
        QCOMPARE(identity.has_value(), allowed);
        if (!allowed)
            QVERIFY(identity.error().message.find("may not be used from") != std::string::npos);
    }

    void everyPlaceForAKeyIsRead_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("prefix");
        QTest::newRow("bearer") << QByteArray("Authorization") << QByteArray("Bearer ");
        QTest::newRow("bearer, odd case and spaces") << QByteArray("authorization") << QByteArray("bEARER   ");
        QTest::newRow("anthropic") << QByteArray("x-api-key") << QByteArray();
        QTest::newRow("azure") << QByteArray("api-key") << QByteArray();
        QTest::newRow("gemini") << QByteArray("X-Goog-Api-Key") << QByteArray();
        QTest::newRow("query") << QByteArray() << QByteArray("/v1/models?alt=sse&key=");
    }
    void everyPlaceForAKeyIsRead()
    {
        QFETCH(QByteArray, name);
        QFETCH(QByteArray, prefix);
        const auto bench = benchWith([](Configuration&, UserConfig&) {});
        const std::string value = prefix.toStdString() + std::string(kKey);
        const Result<Identity> identity = name.isEmpty() ? ask(*bench, head({}, value)) : ask(*bench, head({{name.toStdString(), value}}));
        QVERIFY(identity);
        QCOMPARE(identity->user->name, std::string("alice"));
        QCOMPARE(identity->key->name, std::string("laptop"));
    }

    void eachRefusalSaysWhatIsWrong_data()
    {
        QTest::addColumn<QByteArray>("header");
        QTest::addColumn<int>("code");
        QTest::addColumn<QByteArray>("says");
        QTest::newRow("none") << QByteArray() << int(ErrorCode::Unauthenticated) << QByteArray("no API key");
        QTest::newRow("another scheme") << QByteArray("Basic YTpi") << int(ErrorCode::Unauthenticated) << QByteArray("malformed");
        QTest::newRow("empty") << QByteArray("Bearer ") << int(ErrorCode::Unauthenticated) << QByteArray("malformed");
        QTest::newRow("spaces") << QByteArray("Bearer a b") << int(ErrorCode::Unauthenticated) << QByteArray("malformed");
        QTest::newRow("endless") << QByteArray("Bearer ") + QByteArray(600, 'a') << int(ErrorCode::Unauthenticated) << QByteArray("malformed");
        QTest::newRow("unknown") << QByteArray("Bearer sk-lan-ffffffffffffffffffffffffffffffff") << int(ErrorCode::Unauthenticated) << QByteArray("not known here");
    }
    void eachRefusalSaysWhatIsWrong()
    {
        QFETCH(QByteArray, header);
        QFETCH(int, code);
        QFETCH(QByteArray, says);
        const auto bench = benchWith([](Configuration&, UserConfig&) {});
        const Result<Identity> identity = ask(*bench, head(header.isEmpty() ? HttpHeaders{} : HttpHeaders{{"Authorization", header.toStdString()}}));
        QVERIFY(!identity);
        QCOMPARE(int(identity.error().code), code);
        QVERIFY2(QByteArray::fromStdString(identity.error().message).contains(says), identity.error().message.c_str());
        QVERIFY(identity.error().message.find("ffffffff") == std::string::npos);
    }

    void aKnownKeyIsRefusedForItsOwnReason()
    {
        const auto says = [&](auto change, ErrorCode code, const char* text) {
            const auto bench = benchWith(change);
            const Result<Identity> identity = ask(*bench, head(bearer(kKey)));
            return !identity && identity.error().code == code && identity.error().message.find(text) != std::string::npos;
        };
        QVERIFY(says([](Configuration&, UserConfig& u) { u.keys.front().revoked = true; }, ErrorCode::Unauthenticated, "revoked"));
        QVERIFY(says([](Configuration&, UserConfig& u) { u.keys.front().expires = FakeClock().wall(); }, ErrorCode::Unauthenticated, "expired"));
        QVERIFY(says([](Configuration&, UserConfig& u) { u.keys.front().enabled = false; }, ErrorCode::Forbidden, "switched off"));
        QVERIFY(says([](Configuration&, UserConfig& u) { u.keys.front().ips = {"10.0.0.0/8"}; }, ErrorCode::Forbidden, "192.168.1.7"));
        QVERIFY(says([](Configuration&, UserConfig& u) { u.frozen = true; }, ErrorCode::Forbidden, "frozen"));
        QVERIFY(says([](Configuration&, UserConfig& u) { u.enabled = false; }, ErrorCode::Forbidden, ""));
        const auto bench = benchWith([](Configuration&, UserConfig& u) { u.keys.front().ips = {"192.168.0.0/16"}; });
        QVERIFY(ask(*bench, head(bearer(kKey))));
    }

    void openModeBooksUnknownCallersOnTheAnonymousUser()
    {
        const auto closed = benchWith([](Configuration& c, UserConfig&) { c.settings["open_mode"] = "true"; });
        QVERIFY(!ask(*closed, head({})));
        const auto open = benchWith([](Configuration& c, UserConfig&) {
            c.settings["open_mode"] = "true";
            UserConfig anonymous;
            anonymous.id = {9};
            anonymous.name = "anonymous";
            anonymous.keys = {ApiKeyConfig{}};
            anonymous.keys.front().id = {9};
            c.users.push_back(anonymous);
        });
        QCOMPARE(ask(*open, head({}))->user->name, std::string("anonymous"));
        QCOMPARE(ask(*open, head(bearer("anything")))->user->name, std::string("anonymous"));
        QCOMPARE(ask(*open, head(bearer(kKey)))->user->name, std::string("alice"));
    }

    void modelsAreListedAsTheKeyMaySeeThem()
    {
        const auto bench = benchWith([](Configuration&, UserConfig& u) { u.keys.front().models = {"gp*"}; });
        ModelsHandler handler(bench->context);
        const auto get = [&](std::string target) {
            IncomingRequest request;
            request.head = head(bearer(kKey), std::move(target));
            auto context = std::get<std::unique_ptr<RequestContext>>(handler.admit(request.head));
            request.context = std::move(context);
            auto sink = std::make_shared<RecordingSink>(bench->journal);
            handler.handle(std::move(request), Reply(sink));
            return sink;
        };
        const auto list = get("/v1/models?limit=5");
        QCOMPARE(list->status, 200);
        QVERIFY(list->body.find(R"("id":"gpt")") != std::string::npos);
        QVERIFY(list->body.find(R"("id":"auto")") < list->body.find(R"("id":"gpt")")); // first
        QCOMPARE(get("/v1/models/auto")->status, 200);
        QVERIFY(list->body.find(R"("id":"free")") == std::string::npos);
        QCOMPARE(get("/v1/models/gpt")->status, 200);
        QCOMPARE(get("/v1/models/g%70t")->status, 200);
        QCOMPARE(get("/v1/models/free")->status, 404);
        QVERIFY(get("/v1/models/nope")->body.find("model_not_found") != std::string::npos);
    }

    void refusalsComeBeforeTheBodyAndCarryTheRequestId()
    {
        const auto bench = benchWith([](Configuration&, UserConfig&) {});
        ExchangeHandler handler(bench->context, surfaceFor("/v1/chat/completions", {}), Operation::Chat);
        RequestHead request = head({{"X-Request-Id", "mine-1"}});
        const Admission admission = handler.admit(request);
        const auto& answer = std::get<SimpleAnswer>(admission);
        QCOMPARE(answer.status, 401);
        QCOMPARE(answer.headers.value("x-request-id"), std::string_view("mine-1"));
        QVERIFY(answer.body.find("invalid_api_key") != std::string::npos);
    }
};

LANYARD_TEST(tst_Authenticator)
#include "tst_Authenticator.moc"
