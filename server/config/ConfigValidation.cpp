#include "config/ConfigValidation.h"

#include "base/Glob.h"
#include "config/BaseUrl.h"
#include "config/ConfigProblems.h"
#include "config/IpRange.h"
#include "config/ObjectNames.h"
#include "config/PriceCatalogue.h"
#include "config/TextRules.h"
#include "settings/QuotedText.h"
#include "settings/SettingsCatalogue.h"

#include <algorithm>
#include <cstring>
#include <unordered_map>
#include <unordered_set>

namespace lanyard {
namespace {

constexpr std::size_t kMaxBreaches = 100;
constexpr std::size_t kMaxHeaders = 32;
constexpr std::uint32_t kHighestWeight = 1'000'000;
constexpr std::int64_t kHighestMultiplierMicro = 1'000'000'000;
constexpr std::chrono::milliseconds kLongestTimeout = std::chrono::hours{24};

struct HashOfHash
{
    std::size_t operator()(const ApiKeyHash& hash) const
    {
        std::size_t value = 0;
        std::memcpy(&value, hash.data(), sizeof value);
        return value;
    }
};

using Names = std::unordered_set<std::string_view>;

class Validator
{
public:
    explicit Validator(const Configuration& configuration) : m_configuration(configuration) {}

    std::vector<RuleBreach> run()
    {
        const Names proxies = namesOf(m_configuration.proxies, ObjectKind::Proxy);
        const Names providers = namesOf(m_configuration.providers, ObjectKind::Provider);
        namesOf(m_configuration.models, ObjectKind::Model);
        const Names groups = namesOf(m_configuration.groups, ObjectKind::Group);
        namesOf(m_configuration.users, ObjectKind::User);
        for (const ProxyConfig& proxy : m_configuration.proxies)
            checkProxy(proxy);
        for (const ProviderConfig& provider : m_configuration.providers)
            checkProvider(provider, proxies);
        checkModelNames();
        for (const ModelConfig& model : m_configuration.models)
            checkRoutes(model, providers);
        for (const GroupConfig& group : m_configuration.groups)
            checkGroup(group);
        for (const UserConfig& user : m_configuration.users)
            checkUser(user, groups);
        checkSettings();
        return std::move(m_breaches);
    }

private:
    void breach(const ObjectRef& object, std::string_view field, std::string text)
    {
        if (m_breaches.size() < kMaxBreaches)
            m_breaches.push_back({object, std::string(field), std::move(text)});
    }

    /// Takes what a text rule answered.
    void rule(const ObjectRef& object, std::string_view field, std::string problem)
    {
        if (!problem.empty())
            breach(object, field, std::move(problem));
    }

    template<class T>
    Names namesOf(const std::vector<T>& objects, ObjectKind kind, std::string_view parent = {})
    {
        Names names;
        names.reserve(objects.size());
        for (const T& object : objects) {
            const std::string problem = kind == ObjectKind::Provider ? providerNameProblem(object.name) : nameProblem(object.name);
            if (!problem.empty())
                breach({kind, object.name, std::string(parent)}, "name", problem);
            if (!names.insert(object.name).second)
                breach({kind, object.name, std::string(parent)}, "name", "there are two of this name");
        }
        return names;
    }

    void checkLimits(const ObjectRef& object, const Limits& limits)
    {
        const bool zero = limits.rpm == 0U || limits.tpm == 0U || limits.rpd == 0U || limits.tpr == 0U || limits.concurrency == 0U;
        if (zero)
            breach(object, "limits", "a limit must be above 0; leave it out for none");
    }

    void checkBudget(const ObjectRef& object, const std::optional<Budget>& budget)
    {
        if (!budget)
            return;
        if (!budget->amount && !budget->tokens)
            breach(object, "budget", "needs an amount or tokens; null takes the budget away");
        if (budget->amount && *budget->amount <= Money())
            breach(object, "budget", "the amount must be above 0");
    }

    void checkModelLimits(const ObjectRef& object, const std::vector<ModelLimits>& rules)
    {
        for (const ModelLimits& modelRule : rules) {
            rule(object, "model_limits", nameProblem(modelRule.model));
            checkLimits(object, modelRule.limits);
        }
    }

    void checkProxy(const ProxyConfig& proxy)
    {
        const ObjectRef self{ObjectKind::Proxy, proxy.name, {}};
        rule(self, "url", proxyUrlProblem(proxy.url));
        if (hasControlCharacter(proxy.username))
            breach(self, "username", "must not hold control characters");
        if (hasControlCharacter(proxy.password.reveal()))
            breach(self, "password", "must not hold control characters");
    }

    void checkProvider(const ProviderConfig& provider, const Names& proxies)
    {
        const ObjectRef self{ObjectKind::Provider, provider.name, {}};
        if (provider.kind == ProviderKind::Demo) {
            if (!provider.baseUrl.empty())
                breach(self, "base_url", "the kind demo answers by itself and has no base_url");
        } else {
            rule(self, "base_url", provider.baseUrl.empty() ? "is missing: write where the service is, like https://api.openai.com/v1"
                                                            : baseUrlProblem(provider.baseUrl));
        }
        if (!provider.proxy.empty() && !proxies.contains(provider.proxy))
            breach(self, "proxy", "there is no proxy " + quotedText(provider.proxy));
        checkHeaders(self, provider);
        checkTimeouts(self, provider.timeouts);
        checkLimits(self, provider.limits);
        checkCoolDown(self, provider.coolDown);
        for (const auto& [option, value] : provider.options) {
            const ProviderKind owner = option == "api_version" ? ProviderKind::Azure : option == "api" ? ProviderKind::Ernie : ProviderKind::OpenAi;
            if (provider.kind != owner)
                breach(self, "options", "the kind " + std::string(toString(provider.kind)) + " has no option " + quotedText(option));
        }
        namesOf(provider.credentials, ObjectKind::Credential, provider.name);
        for (const CredentialConfig& credential : provider.credentials) {
            const ObjectRef child{ObjectKind::Credential, credential.name, provider.name};
            if (credential.key)
                rule(child, "key", credentialKeyProblem(credential.key->reveal()));
            if (!credential.proxy.empty() && !proxies.contains(credential.proxy))
                breach(child, "proxy", "there is no proxy " + quotedText(credential.proxy));
            checkWeight(child, credential.weight);
            checkLimits(child, credential.limits);
            checkCoolDown(child, credential.coolDown);
            if (!credential.coolDown.none() && !credential.limits.concurrency)
                breach(child, "cool_down", "needs limits.concurrency: what rests is a slot");
        }
    }

    void checkHeaders(const ObjectRef& self, const ProviderConfig& provider)
    {
        if (provider.headers.size() > kMaxHeaders)
            breach(self, "headers", "more than " + std::to_string(kMaxHeaders) + " headers");
        for (const auto& [name, value] : provider.headers)
            rule(self, "headers", headerProblem(name, value));
    }

    void checkTimeouts(const ObjectRef& self, const Timeouts& timeouts)
    {
        for (const auto timeout : {timeouts.connect, timeouts.firstByte, timeouts.whole, timeouts.idle, timeouts.total}) {
            if (timeout.count() < 0 || timeout > kLongestTimeout)
                breach(self, "timeouts", "a time limit must be from 0 to 86400000 ms");
        }
    }

    void checkCoolDown(const ObjectRef& object, const CoolDown& coolDown)
    {
        if (coolDown.min.count() < 0 || coolDown.max > kLongestTimeout || coolDown.min > coolDown.max)
            breach(object, "cool_down", "min_ms must not be above max_ms, and both at most 86400000");
    }

    void checkPrice(const ObjectRef& object, std::string_view field, const Price& price)
    {
        const auto sameDate = [](const DatedPrice& a, const DatedPrice& b) { return a.effective == b.effective; };
        if (std::adjacent_find(price.changes.begin(), price.changes.end(), sameDate) != price.changes.end())
            breach(object, field, "two changes begin at the same time");
        const auto sameBound = [](const PriceTier& a, const PriceTier& b) { return a.above == b.above; };
        if (std::adjacent_find(price.tiers.begin(), price.tiers.end(), sameBound) != price.tiers.end())
            breach(object, field, "two tiers begin at the same number of tokens");
    }

    void checkBreaker(const ObjectRef& object, const BreakerRules& rules)
    {
        if (rules.failures == 0 || rules.minRequests == 0 || rules.successPercent > 100)
            breach(object, "breaker", "failures and min_requests must be above 0, success_percent from 0 to 100");
        if (rules.pause.count() <= 0 || rules.pause > rules.longestPause || rules.longestPause > kLongestTimeout)
            breach(object, "breaker", "pause_ms must be above 0 and not above longest_pause_ms, which is at most 86400000");
    }

    void checkWeight(const ObjectRef& object, std::uint32_t weight)
    {
        if (weight > kHighestWeight)
            breach(object, "weight", "must be from 0 to " + std::to_string(kHighestWeight));
    }

    /// Names and aliases share one space: a client sees no difference.
    void checkModelNames()
    {
        std::unordered_map<std::string_view, const ModelConfig*> owners;
        for (const ModelConfig& model : m_configuration.models)
            owners.emplace(model.name, &model);
        for (const ModelConfig& model : m_configuration.models) {
            const ObjectRef self{ObjectKind::Model, model.name, {}};
            for (const std::string& alias : model.aliases) {
                rule(self, "aliases", nameProblem(alias));
                const auto [owner, isNew] = owners.emplace(alias, &model);
                if (isNew)
                    continue;
                const bool otherName = owner->second->name == alias;
                if (owner->second == &model)
                    breach(self, "aliases", quotedText(alias) + (otherName ? " is the model's own name" : " is listed twice"));
                else
                    breach(self, "aliases", quotedText(alias) + (otherName ? " is the name of a model of its own" : " is an alias of model " + quotedText(owner->second->name) + " already"));
            }
            checkBreaker(self, model.breaker);
            if (model.price)
                checkPrice(self, "price", *model.price);
            if (model.maxOutput == 0U)
                breach(self, "max_output", "must be above 0; leave it out for none");
        }
    }

    void checkRoutes(const ModelConfig& model, const Names& providers)
    {
        std::unordered_set<std::string> seen;
        for (const RouteConfig& route : model.routes) {
            const ObjectRef self{ObjectKind::Route, routeName(route), model.name};
            if (!providers.contains(route.provider))
                breach(self, "provider", "there is no provider " + quotedText(route.provider));
            rule(self, "model", upstreamModelProblem(route.upstreamModel));
            checkWeight(self, route.weight);
            if (route.upstreamPrice)
                checkPrice(self, "upstream_price", *route.upstreamPrice);
            if (!seen.insert(self.name).second)
                breach(self, "", "the model has this route twice");
        }
    }

    void checkGroup(const GroupConfig& group)
    {
        const ObjectRef self{ObjectKind::Group, group.name, {}};
        if (group.multiplierMicro < 0 || group.multiplierMicro > kHighestMultiplierMicro)
            breach(self, "multiplier", "must be from 0 to 1000");
        checkGlobs(self, group.models);
        checkLimits(self, group.limits);
        checkBudget(self, group.budget);
        checkModelLimits(self, group.modelLimits);
    }

    void checkGlobs(const ObjectRef& self, const std::vector<std::string>& globs)
    {
        for (const std::string& glob : globs)
            rule(self, "models", nameProblem(glob));
    }

    void checkUser(const UserConfig& user, const Names& groups)
    {
        const ObjectRef self{ObjectKind::User, user.name, {}};
        if (!user.group.empty() && !groups.contains(user.group))
            breach(self, "group", "there is no group " + quotedText(user.group));
        checkLimits(self, user.limits);
        checkBudget(self, user.budget);
        checkModelLimits(self, user.modelLimits);
        namesOf(user.keys, ObjectKind::ApiKey, user.name);
        for (const ApiKeyConfig& key : user.keys)
            checkKey(user, key);
    }

    void checkKey(const UserConfig& user, const ApiKeyConfig& key)
    {
        const auto [owner, isNew] = m_keyOwners.emplace(key.hash, std::pair(&user, &key));
        if (isNew && key.models.empty() && key.ips.empty() && key.limits.none() && !key.budget)
            return;
        const ObjectRef self{ObjectKind::ApiKey, key.name, user.name};
        if (!isNew) {
            const auto& [otherUser, otherKey] = owner->second;
            breach(self, "key", "the same API key is " + describe({ObjectKind::ApiKey, otherKey->name, otherUser->name}) + " already");
        }
        checkGlobs(self, key.models);
        for (const std::string& ip : key.ips) {
            if (!IpRange::parse(ip))
                breach(self, "ips", quotedText(ip) + " is not an address or a block like 192.168.1.0/24");
        }
        checkLimits(self, key.limits);
        checkBudget(self, key.budget);
    }

    void checkSettings()
    {
        for (const auto& [key, value] : m_configuration.settings) {
            const Result<std::string> normal = SettingsCatalogue::normalise(key, value);
            if (!normal)
                breach({ObjectKind::Setting, key, {}}, "", normal.error().message);
        }
        for (const std::string& block : SettingValues(m_configuration.settings).list("trusted_proxies")) {
            if (!IpRange::parse(block))
                breach({ObjectKind::Setting, "trusted_proxies", {}}, "", quotedText(block) + " is not an address or a block like 192.168.1.0/24");
        }
        if (Money::parse(SettingValues(m_configuration.settings).text("display_rate")).value_or(Money()) <= Money())
            breach({ObjectKind::Setting, "display_rate", {}}, "", "must be above 0");
        const std::string model = SettingValues(m_configuration.settings).text("default_model");
        if (!model.empty() && !hasModel(model))
            breach({ObjectKind::Setting, "default_model", {}}, "", "there is no model " + quotedText(model));
    }

    bool hasModel(std::string_view name) const
    {
        return std::any_of(m_configuration.models.begin(), m_configuration.models.end(), [&](const ModelConfig& model) {
            return globMatches(model.name, name)
                || std::any_of(model.aliases.begin(), model.aliases.end(), [&](const std::string& alias) { return globMatches(alias, name); });
        });
    }

    const Configuration& m_configuration;
    std::vector<RuleBreach> m_breaches;
    std::unordered_map<ApiKeyHash, std::pair<const UserConfig*, const ApiKeyConfig*>, HashOfHash> m_keyOwners;
};

} // namespace

std::vector<RuleBreach> findBreaches(const Configuration& configuration)
{
    return Validator(configuration).run();
}

Result<void> validate(const Configuration& configuration)
{
    ConfigProblems problems;
    for (const RuleBreach& breach : findBreaches(configuration))
        problems.add(describe(breach.object) + (breach.field.empty() ? "" : ": " + breach.field), breach.text);
    if (!problems.empty())
        return problems.toError();
    return {};
}

std::vector<std::string> findWarnings(const Configuration& configuration)
{
    std::vector<std::string> warnings;
    const std::string policy = SettingValues(configuration.settings).text("unpriced_models");
    const std::string unpriced = policy == "block" ? "its requests are refused (unpriced_models: block)"
        : policy == "ceiling"                      ? "it costs as much as the dearest model (unpriced_models: ceiling)"
                                                   : "its requests are free";
    for (const ProviderConfig& provider : configuration.providers) {
        if (provider.enabled && needsCredential(provider) && provider.credentials.empty())
            warnings.push_back("provider " + quotedText(provider.name) + " has no credential: add one, with an empty key for a service that needs none");
    }
    for (const ModelConfig& model : configuration.models) {
        if (!model.enabled)
            continue;
        if (!model.price && !cataloguePriceOf(configuration, model))
            warnings.push_back("model " + quotedText(model.name) + " has no price: " + unpriced);
        if (model.routes.empty())
            warnings.push_back("model " + quotedText(model.name) + " has no routes: its requests are refused");
    }
    return warnings;
}

} // namespace lanyard
