#include "admin/methods/Views.h"

namespace lanyard {
namespace {

/// Stands for a value that nobody is shown.
const QString kHidden = QStringLiteral("(secret)");

TextMap textMap(const auto& pairs)
{
    TextMap map;
    for (const auto& [name, value] : pairs)
        map[toText(name)] = toText(value);
    return map;
}

QString wordFor(CredentialState::Kind kind)
{
    switch (kind) {
    case CredentialState::Kind::Ready: return QStringLiteral("ready");
    case CredentialState::Kind::Cooling: return QStringLiteral("cooling");
    case CredentialState::Kind::OutOfQuota: return QStringLiteral("out_of_quota");
    case CredentialState::Kind::Disabled: return QStringLiteral("disabled");
    case CredentialState::Kind::BreakerOpen: return QStringLiteral("breaker_open");
    case CredentialState::Kind::Locked: return QStringLiteral("locked");
    }
    return {};
}

std::optional<BudgetInfo> budgetInfo(const std::optional<BudgetState>& state)
{
    if (!state)
        return std::nullopt;
    BudgetInfo info;
    info.amount = state->budget.amount;
    if (state->budget.tokens)
        info.tokens = QString::number(*state->budget.tokens);
    info.period = toText(toString(state->budget.period));
    info.timeZone = toText(state->budget.timeZone);
    info.spent = state->spent;
    info.spentTokens = state->spentTokens;
    info.resets = state->resets;
    return info;
}

std::optional<std::vector<PriceTierInfo>> tierInfos(const std::vector<PriceTier>& tiers)
{
    if (tiers.empty())
        return std::nullopt;
    std::vector<PriceTierInfo> infos;
    for (const PriceTier& t : tiers)
        infos.push_back({t.above, t.input, t.output, t.cachedInput, t.cacheWrite5m, t.cacheWrite1h, t.reasoning, t.audioInput, t.audioOutput});
    return infos;
}

TimeoutsInfo timeoutsInfo(const Timeouts& timeouts)
{
    const auto ms = [](std::chrono::milliseconds time) { return static_cast<std::uint32_t>(time.count()); };
    return {ms(timeouts.connect), ms(timeouts.firstByte), ms(timeouts.whole), ms(timeouts.idle), ms(timeouts.total)};
}

} // namespace

QString multiplierText(std::int64_t micro)
{
    QString text = QStringLiteral("%1.%2").arg(micro / 1'000'000).arg(micro % 1'000'000, 6, 10, QLatin1Char('0'));
    while (text.endsWith(u'0') && !text.endsWith(QLatin1String(".0")))
        text.chop(1);
    return text;
}

QStringList toTexts(const std::vector<std::string>& texts)
{
    QStringList list;
    for (const std::string& text : texts)
        list.append(toText(text));
    return list;
}

LimitsInfo limitsInfo(const Limits& limits)
{
    return {limits.rpm, limits.tpm, limits.rpd, limits.tpr, limits.concurrency};
}

PriceInfo priceInfo(const Price& price)
{
    PriceInfo info{price.input,     price.output,     price.cachedInput, price.cacheWrite5m, price.cacheWrite1h,
                   price.reasoning, price.audioInput, price.audioOutput, std::nullopt};
    if (!price.perCall.isZero())
        info.perCall = price.perCall;
    info.tiers = tierInfos(price.tiers);
    if (!price.image.isZero())
        info.image = price.image;
    for (const DatedPrice& change : price.changes) {
        const PriceInfo next = priceInfo(change.price);
        if (!info.changes)
            info.changes.emplace();
        info.changes->push_back({change.effective, next.input, next.output, next.cachedInput, next.cacheWrite5m, next.cacheWrite1h, next.reasoning,
                                 next.audioInput, next.audioOutput, next.perCall, next.image, next.tiers});
    }
    return info;
}

HeadroomInfo headroomInfo(const HeadroomNote& note)
{
    const auto window = [](const std::optional<HeadroomNote::Window>& w) {
        return w ? std::optional(AllowanceInfo{w->limit, w->remaining, static_cast<std::uint64_t>(w->resetIn.count())}) : std::nullopt;
    };
    return {toText(note.model), window(note.requests), window(note.tokens)};
}

CredentialInfo credentialInfo(const AdminServices& services, const ProviderConfig& provider, const CredentialConfig& credential)
{
    CredentialInfo info;
    info.provider = toText(provider.name);
    info.name = toText(credential.name);
    info.keyPrefix = toText(credential.keyPrefix);
    info.weight = credential.weight;
    info.enabled = credential.enabled;
    info.limits = limitsInfo(credential.limits);
    const CredentialState live = services.keyPool.state(credential.id).value_or(CredentialState{});
    info.state = wordFor(live.kind);
    info.reason = toText(live.reason);
    if (live.retryIn)
        info.retryInMs = static_cast<std::uint64_t>(live.retryIn->count());
    info.inFlight = live.inFlight;
    info.requests = live.requests;
    info.failures = live.failures;
    for (const HeadroomNote& note : live.headroom)
        info.headroom.push_back(headroomInfo(note));
    return info;
}

ProviderInfo providerInfo(const AdminServices& services, const ProviderConfig& provider)
{
    ProviderInfo info;
    info.name = toText(provider.name);
    info.kind = toText(toString(provider.kind));
    info.baseUrl = toText(provider.baseUrl);
    info.proxy = toText(provider.proxy);
    info.headers = textMap(provider.headers);
    for (const std::string& secret : provider.secretHeaders)
        info.headers[toText(secret)] = kHidden;
    info.enabled = provider.enabled;
    info.timeouts = timeoutsInfo(provider.timeouts);
    info.limits = limitsInfo(provider.limits);
    info.options = textMap(provider.options);
    for (const CredentialConfig& credential : provider.credentials)
        info.credentials.push_back(credentialInfo(services, provider, credential));
    return info;
}

ModelInfo modelInfo(const Snapshot& snapshot, const ModelConfig& model)
{
    ModelInfo info;
    info.name = toText(model.name);
    info.enabled = model.enabled;
    info.strategy = toText(toString(snapshot.strategyOf(model)));
    info.aliases = toTexts(model.aliases);
    for (const RouteConfig& route : model.routes)
        info.routes.push_back({toText(route.provider), toText(route.upstreamModel), route.priority, route.weight, route.enabled,
                               route.upstreamPrice ? std::optional(priceInfo(*route.upstreamPrice)) : std::nullopt});
    if (model.price)
        info.price = priceInfo(*model.price);
    info.maxOutput = model.maxOutput;
    info.affinity = model.affinity;
    info.hedging = model.hedging;
    info.cache = model.cache;
    return info;
}

GroupInfo groupInfo(const AdminServices& services, const Configuration& configuration, const GroupConfig& group)
{
    GroupInfo info;
    info.name = toText(group.name);
    info.multiplier = multiplierText(group.multiplierMicro);
    info.models = toTexts(group.models);
    info.limits = limitsInfo(group.limits);
    const auto isMember = [&](const UserConfig& user) { return user.group == group.name; };
    info.budget = budgetInfo(services.governor.budget(group.id));
    info.users = static_cast<int>(std::count_if(configuration.users.begin(), configuration.users.end(), isMember));
    return info;
}

KeyInfo keyInfo(const AdminServices& services, const UserConfig& user, const ApiKeyConfig& key)
{
    KeyInfo info;
    info.user = toText(user.name);
    info.name = toText(key.name);
    info.prefix = toText(key.prefix);
    info.enabled = key.enabled;
    info.revoked = key.revoked;
    info.models = toTexts(key.models);
    info.ips = toTexts(key.ips);
    info.expires = key.expires;
    info.limits = limitsInfo(key.limits);
    info.budget = budgetInfo(services.governor.budget(user.id, key.id));
    if (key.errorStyle)
        info.errorStyle = toText(toString(*key.errorStyle));
    return info;
}

UserInfo userInfo(const AdminServices& services, const UserConfig& user)
{
    UserInfo info;
    info.name = toText(user.name);
    info.group = toText(user.group);
    info.enabled = user.enabled;
    info.frozen = user.frozen;
    info.balance = services.governor.balance(user.id);
    info.limits = limitsInfo(user.limits);
    info.budget = budgetInfo(services.governor.budget(user.id));
    for (const ApiKeyConfig& key : user.keys)
        info.keys.push_back(keyInfo(services, user, key));
    return info;
}

Error notFound(const QString& kind, const QString& name)
{
    const QString text = QStringLiteral("there is no %1 \"%2\"; `lanyard %1 list` shows them all").arg(kind, name);
    return {ErrorCode::NotFound, text.toStdString()};
}

} // namespace lanyard
