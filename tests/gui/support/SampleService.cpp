#include "gui/support/SampleService.h"

namespace lanyard::test {
namespace {

Money money(const char* text)
{
    return Money::parse(text).value();
}

CredentialInfo credential(const QString& provider, const QString& name, const QString& prefix, const QString& state)
{
    CredentialInfo info;
    info.provider = provider;
    info.name = name;
    info.keyPrefix = prefix;
    info.state = state;
    return info;
}

ProviderInfo provider(const QString& name, const QString& kind, const QString& baseUrl)
{
    ProviderInfo info;
    info.name = name;
    info.kind = kind;
    info.baseUrl = baseUrl;
    return info;
}

KeyInfo key(const QString& user, const QString& name, const QString& prefix)
{
    KeyInfo info;
    info.user = user;
    info.name = name;
    info.prefix = prefix;
    return info;
}

UserInfo user(const QString& name, const QString& group, std::optional<Money> balance)
{
    UserInfo info;
    info.name = name;
    info.group = group;
    info.balance = balance;
    return info;
}

ModelInfo model(const QString& name)
{
    ModelInfo info;
    info.name = name;
    info.strategy = QStringLiteral("weighted");
    info.routes.push_back({QStringLiteral("openai"), name, 0, 1, true});
    return info;
}

} // namespace

HelloResult sampleHello()
{
    HelloResult hello;
    hello.service = QStringLiteral("lanyard");
    hello.version = QStringLiteral(LANYARD_VERSION);
    hello.pid = 4711;
    hello.dataDir = QStringLiteral("/home/ana/.local/share/lanyard");
    hello.started = WallTime{std::chrono::milliseconds{1'767'225'600'000}};
    hello.listen = {QStringLiteral("http://127.0.0.1:11480")};
    hello.workers = 2;
    hello.mode = QStringLiteral("user");
    return hello;
}

StatusResult sampleStatus()
{
    StatusResult status;
    status.service = sampleHello();
    status.state = QStringLiteral("running");
    status.providers = 3;
    status.credentials = 5;
    status.credentialsReady = 3;
    status.models = 2;
    status.users = 5;
    status.keys = 6;
    status.stats = {42, 1, 18'204, 6'310, 3, 12};
    return status;
}

std::vector<ProviderInfo> sampleProviders()
{
    auto openai =
        provider(QStringLiteral("openai"), QStringLiteral("openai"), QStringLiteral("https://api.openai.com/v1"));
    openai.credentials = {
        credential(openai.name, QStringLiteral("main"), QStringLiteral("sk-proj-4f"), QStringLiteral("ready")),
        credential(openai.name, QStringLiteral("research"), QStringLiteral("sk-proj-9a"), QStringLiteral("cooling")),
        credential(openai.name, QStringLiteral("old account"), QStringLiteral("sk-Xy12"), QStringLiteral("disabled"))};
    openai.credentials[0].weight = 20;
    openai.credentials[1].reason =
        QStringLiteral("429: Rate limit reached for gpt-4o in organization org-lab on tokens per min (TPM)");
    openai.credentials[1].retryInMs = 3'600'000;
    openai.credentials[2].reason = QStringLiteral("401: Incorrect API key provided");
    auto claude =
        provider(QStringLiteral("claude"), QStringLiteral("anthropic"), QStringLiteral("https://api.anthropic.com/v1"));
    claude.credentials = {
        credential(claude.name, QStringLiteral("team"), QStringLiteral("sk-ant-api03"), QStringLiteral("ready"))};
    auto local =
        provider(QStringLiteral("workstation"), QStringLiteral("ollama"), QStringLiteral("http://192.168.1.40:11434"));
    local.credentials = {credential(local.name, QStringLiteral("main"), {}, QStringLiteral("ready"))};
    auto spare = provider(
        QStringLiteral("spare"), QStringLiteral("openai"),
        QStringLiteral("https://a-very-long-host-name.of-some-compatible-service.example.com/compatible/mode/v1"));
    spare.enabled = false;
    return {openai, claude, local, spare};
}

std::vector<UserInfo> sampleUsers()
{
    const QString family = QStringLiteral("family");
    auto ana = user(QStringLiteral("ana"), family, money("12.408311"));
    ana.keys = {key(ana.name, QStringLiteral("laptop"), QStringLiteral("sk-lan-01ab")),
                key(ana.name, QStringLiteral("phone"), QStringLiteral("sk-lan-77e0"))};
    ana.keys[1].models = {QStringLiteral("gpt-*"), QStringLiteral("claude-*")};
    ana.keys[1].expires = WallTime{std::chrono::milliseconds{1'861'920'000'000}}; // 2029-01-01
    auto ben = user(QStringLiteral("ben"), family, money("0.084"));
    ben.keys = {key(ben.name, QStringLiteral("desktop"), QStringLiteral("sk-lan-5c21"))};
    auto bot = user(QStringLiteral("build-bot"), QStringLiteral("automation"), std::nullopt);
    bot.keys = {key(bot.name, QStringLiteral("ci"), QStringLiteral("sk-lan-e9d4"))};
    auto guest = user(QStringLiteral("guest"), {}, money("0"));
    guest.keys = {key(guest.name, QStringLiteral("tablet"), QStringLiteral("sk-lan-20fa"))};
    auto zoe = user(QStringLiteral("zoe"), family, money("1250.00"));
    zoe.frozen = true;
    return {ana, ben, bot, guest, zoe};
}

std::vector<UserInfo> manyUsers(int count)
{
    std::vector<UserInfo> users;
    users.reserve(static_cast<std::size_t>(count));
    for (int i = 1; i <= count; ++i) {
        const QString name = QStringLiteral("user%1").arg(i, 5, 10, QLatin1Char('0'));
        auto one = user(name, QStringLiteral("class %1").arg(i % 12 + 1), Money::fromNano(std::int64_t{i} * 1'000'000));
        one.keys = {key(name, QStringLiteral("laptop"), QStringLiteral("sk-lan-%1").arg(i, 4, 16, QLatin1Char('0')))};
        users.push_back(std::move(one));
    }
    return users;
}

void answerWithSample(FakeService& service)
{
    service.answer<methods::SessionHello>(sampleHello());
    service.answer<methods::StatusGet>(sampleStatus());
    service.answer<methods::ProviderList>({sampleProviders()});
    service.answer<methods::UserList>({sampleUsers()});
    service.answer<methods::ModelList>(
        {{model(QStringLiteral("gpt-4o-mini")), model(QStringLiteral("claude-sonnet"))}});
    UsageInfo today;
    today.cost = money("1.284310");
    service.answer<methods::UsageGet>({QStringLiteral("day"), {today}, QStringLiteral("USD")});
}

void answerWithNothing(FakeService& service)
{
    StatusResult status;
    status.service = sampleHello();
    status.state = QStringLiteral("running");
    service.answer<methods::SessionHello>(sampleHello());
    service.answer<methods::StatusGet>(status);
    service.answer<methods::ProviderList>({});
    service.answer<methods::UserList>({});
    service.answer<methods::ModelList>({});
    service.answer<methods::UsageGet>({QStringLiteral("day"), {}, QStringLiteral("USD")});
}

} // namespace lanyard::test
