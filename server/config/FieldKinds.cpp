#include "config/FieldKinds.h"

#include "settings/QuotedText.h"

#include <QDateTime>
#include <QString>
#include <QTimeZone>

#include <algorithm>
#include <array>
#include <iterator>

namespace lanyard {
namespace {

using namespace Qt::StringLiterals;

constexpr std::int64_t kMicro = 1'000'000;
constexpr std::int64_t kNanoPerMicro = 1'000;
constexpr std::int64_t kHighestMultiplier = 1'000;
/// Dearer than a million dollars per million tokens is a mistake in the decimal point.
constexpr Money kHighestAmount = Money::fromNano(1'000'000'000'000'000);
constexpr qint64 kDayMs = 86'400'000;
constexpr std::string_view kEffective = "effective";

/// openai: whether the service also speaks the Responses protocol.
constexpr std::string_view kResponsesOption = "responses";
/// azure: "2024-10-21", as it stands in the query.
constexpr std::string_view kApiVersionOption = "api_version";
/// ernie: which of the two APIs the base URL leads to.
constexpr std::string_view kApiOption = "api";

void readApiVersion(const FieldReader& in, std::map<std::string, std::string>& options)
{
    constexpr std::string_view kExpected = "a version like 2024-10-21 or 2025-04-01-preview";
    const auto version = in.scalar(kExpected);
    const auto fits = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '-'; };
    if (version && !version->empty() && version->size() <= 40 && std::all_of(version->begin(), version->end(), fits))
        options[std::string(kApiVersionOption)] = *version;
    else if (version)
        in.expected(kExpected);
}

void readApi(const FieldReader& in, std::map<std::string, std::string>& options)
{
    constexpr std::string_view kExpected = "v1 or v2";
    const auto api = in.scalar(kExpected);
    if (api && (*api == "v1" || *api == "v2"))
        options[std::string(kApiOption)] = *api;
    else if (api)
        in.expected(kExpected);
}

} // namespace

void KindWord::read(const FieldReader& in, ProviderKind& out)
{
    const auto word = in.scalar(type());
    if (!word)
        return;
    if (const auto kind = providerKindFrom(*word))
        out = *kind;
    else
        in.expected(type());
}

void StrategyWord::read(const FieldReader& in, std::optional<Strategy>& out)
{
    const auto word = in.scalar(type());
    if (!word)
        return;
    if (const auto strategy = strategyFrom(*word))
        out = strategy;
    else
        in.expected(type());
}

void ErrorStyleWord::read(const FieldReader& in, std::optional<ErrorStyle>& out)
{
    const auto word = in.scalar(type());
    if (!word)
        return;
    if (const auto style = errorStyleFrom(*word))
        out = style;
    else
        in.expected(type());
}

void TextList::read(const FieldReader& in, std::vector<std::string>& out)
{
    if (in.node().kind != ConfigNode::Kind::Sequence) {
        in.expected("a list");
        return;
    }
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < in.node().items.size(); ++i) {
        const ConfigPath at = in.path().item(i);
        if (const auto text = FieldReader(in.node().items[i], at, in.problems()).scalar("text"))
            texts.emplace_back(*text);
    }
    out = std::move(texts);
}

ConfigNode TextList::write(const std::vector<std::string>& value)
{
    ConfigNode list = ConfigNode::list();
    for (const std::string& text : value)
        list.items.push_back(ConfigNode::text(text));
    return list;
}

void TextMap::read(const FieldReader& in, Pairs& out)
{
    if (in.node().kind != ConfigNode::Kind::Map) {
        in.expected("a map");
        return;
    }
    Pairs pairs;
    for (const auto& [key, value] : in.node().fields) {
        const ConfigPath at = in.path().field(key);
        if (const auto text = FieldReader(value, at, in.problems()).scalar("text"))
            pairs.emplace_back(key, *text);
    }
    out = std::move(pairs);
}

ConfigNode TextMap::write(const Pairs& value)
{
    ConfigNode map = ConfigNode::map();
    for (const auto& [key, text] : value)
        map.fields.emplace_back(key, ConfigNode::text(text));
    return map;
}

void KindOptions::read(const FieldReader& in, Map& out)
{
    if (in.node().kind != ConfigNode::Kind::Map) {
        in.expected("a map");
        return;
    }
    Map options;
    for (const auto& [key, value] : in.node().fields) {
        const ConfigPath at = in.path().field(key);
        const FieldReader option(value, at, in.problems());
        if (key == kResponsesOption) {
            if (const auto offered = option.flag())
                options[key] = *offered ? "true" : "false";
        } else if (key == kApiVersionOption) {
            readApiVersion(option, options);
        } else if (key == kApiOption) {
            readApi(option, options);
        } else {
            in.problems().add(value.line, at, "the option " + quotedText(key) + " is not supported by this version", ErrorCode::Unsupported);
        }
    }
    out = std::move(options);
}

ConfigNode KindOptions::write(const Map& value)
{
    return TextMap::write({value.begin(), value.end()});
}

std::optional<Money> Amount::parse(const FieldReader& in)
{
    constexpr std::string_view kExpected = "an amount like \"2.50\" with at most nine digits after the point";
    const auto text = in.scalar(kExpected);
    if (!text)
        return std::nullopt;
    const Result<Money> money = Money::parse(*text);
    if (money && !money->isNegative() && *money <= kHighestAmount)
        return *money;
    in.expected(kExpected);
    return std::nullopt;
}

void Multiplier::read(const FieldReader& in, std::int64_t& out)
{
    const auto text = in.scalar(type());
    if (!text)
        return;
    const Result<Money> factor = Money::parse(*text);
    if (factor && factor->nano() >= 0 && factor->nano() % kNanoPerMicro == 0
        && factor->nano() / kNanoPerMicro <= kHighestMultiplier * kMicro)
        out = factor->nano() / kNanoPerMicro;
    else
        in.expected("a " + type());
}

ConfigNode Multiplier::write(std::int64_t micro)
{
    return ConfigNode::text(Money::fromNano(micro * kNanoPerMicro).toShortString());
}

void Moment::read(const FieldReader& in, std::optional<WallTime>& out)
{
    constexpr std::string_view kExpected = "a date like 2027-01-01, or a date and time like 2027-01-01T12:00:00Z";
    const auto text = in.scalar(kExpected);
    if (!text)
        return;
    const QString moment = QString::fromUtf8(text->data(), static_cast<qsizetype>(text->size()));
    QDateTime parsed = moment.size() == 10
        ? QDateTime(QDate::fromString(moment, Qt::ISODate), QTime(0, 0), QTimeZone::utc())
        : QDateTime::fromString(moment, Qt::ISODate);
    // Without an offset it would mean another moment on another machine.
    if (!parsed.isValid() || parsed.timeSpec() == Qt::LocalTime) {
        in.expected(kExpected);
        return;
    }
    out = WallTime{std::chrono::milliseconds{parsed.toMSecsSinceEpoch()}};
}

ConfigNode Moment::write(const std::optional<WallTime>& value)
{
    if (!value)
        return {};
    const qint64 ms = value->time_since_epoch().count();
    const QDateTime moment = QDateTime::fromMSecsSinceEpoch(ms, QTimeZone::utc());
    // Qt::ISODate ends in Z or in +00:00, depending on Qt's version.
    const QString format = ms % kDayMs == 0 ? u"yyyy-MM-dd"_s
        : ms % 1000 == 0                    ? u"yyyy-MM-dd'T'HH:mm:ss'Z'"_s
                                            : u"yyyy-MM-dd'T'HH:mm:ss.zzz'Z'"_s;
    return ConfigNode::text(moment.toString(format).toStdString());
}

void PeriodWord::read(const FieldReader& in, BudgetPeriod& out)
{
    const auto word = in.scalar(type());
    if (!word)
        return;
    if (const auto period = budgetPeriodFrom(*word))
        out = *period;
    else
        in.expected(type());
}

void ZoneName::read(const FieldReader& in, std::string& out)
{
    const auto name = in.scalar(type());
    if (!name)
        return;
    if (!name->empty() && !QTimeZone::isTimeZoneIdAvailable(QByteArray(name->data(), static_cast<qsizetype>(name->size()))))
        in.expected("the " + type());
    else
        out = *name;
}

void LimitsByModel::read(const FieldReader& in, std::vector<ModelLimits>& out)
{
    if (in.node().kind != ConfigNode::Kind::Map) {
        in.expected("a map");
        return;
    }
    std::vector<ModelLimits> rules;
    for (const auto& [model, value] : in.node().fields) {
        const ConfigPath at = in.path().field(model);
        ModelLimits rule{model, {}};
        FieldGroup<Limits, FieldShape::NumberMap>::read(FieldReader(value, at, in.problems(), in.replaceWhole()), rule.limits);
        rules.push_back(std::move(rule));
    }
    out = std::move(rules);
}

ConfigNode LimitsByModel::write(const std::vector<ModelLimits>& value, WriteMode mode)
{
    ConfigNode map = ConfigNode::map();
    for (const ModelLimits& rule : value)
        map.fields.emplace_back(rule.model, FieldGroup<Limits, FieldShape::NumberMap>::write(rule.limits, mode));
    return map;
}

void TierList::read(const FieldReader& in, std::vector<PriceTier>& out)
{
    if (in.node().kind != ConfigNode::Kind::Sequence) {
        in.expected("a list");
        return;
    }
    std::vector<PriceTier> tiers;
    for (std::size_t i = 0; i < in.node().items.size(); ++i) {
        const ConfigPath at = in.path().item(i);
        PriceTier tier;
        FieldGroup<PriceTier, FieldShape::TextMap>::read(FieldReader(in.node().items[i], at, in.problems(), in.replaceWhole()), tier);
        tiers.push_back(tier);
    }
    std::stable_sort(tiers.begin(), tiers.end(), [](const PriceTier& a, const PriceTier& b) { return a.above < b.above; });
    out = std::move(tiers);
}

ConfigNode TierList::write(const std::vector<PriceTier>& value, WriteMode mode)
{
    if (value.empty())
        return {};
    ConfigNode list = ConfigNode::list();
    for (const PriceTier& tier : value)
        list.items.push_back(FieldGroup<PriceTier, FieldShape::TextMap>::write(tier, mode));
    return list;
}

void ChangeList::read(const FieldReader& in, std::vector<DatedPrice>& out)
{
    if (in.node().kind != ConfigNode::Kind::Sequence) {
        in.expected("a list");
        return;
    }
    std::vector<DatedPrice> changes;
    for (std::size_t i = 0; i < in.node().items.size(); ++i) {
        const ConfigPath at = in.path().item(i);
        ConfigNode entry = in.node().items[i];
        const ConfigNode* const date = entry.find(kEffective);
        std::optional<WallTime> effective;
        if (date)
            Moment::read(FieldReader(*date, at.field(std::string(kEffective)), in.problems()), effective);
        else
            in.problems().add(entry.line, at, "needs effective: the date from which on it holds");
        std::erase_if(entry.fields, [](const auto& field) { return field.first == kEffective; });
        DatedPrice change{effective.value_or(WallTime{}), {}};
        FieldGroup<Price, FieldShape::TextMap>::read(FieldReader(entry, at, in.problems(), true), change.price);
        if (!change.price.changes.empty())
            in.problems().add(entry.line, at, "a change has no changes of its own");
        change.price.changes.clear();
        changes.push_back(std::move(change));
    }
    std::stable_sort(changes.begin(), changes.end(), [](const DatedPrice& a, const DatedPrice& b) { return a.effective < b.effective; });
    out = std::move(changes);
}

ConfigNode ChangeList::write(const std::vector<DatedPrice>& value, WriteMode mode)
{
    if (value.empty())
        return {};
    ConfigNode list = ConfigNode::list();
    for (const DatedPrice& change : value) {
        ConfigNode entry = ConfigNode::map({{std::string(kEffective), Moment::write(change.effective)}});
        ConfigNode price = FieldGroup<Price, FieldShape::TextMap>::write(change.price, mode);
        std::move(price.fields.begin(), price.fields.end(), std::back_inserter(entry.fields));
        list.items.push_back(std::move(entry));
    }
    return list;
}

namespace {

/// Reads one header field into `next`; null keeps what a secret one had.
void readHeader(const FieldReader& in, const std::string& name, const ProviderConfig& before, ProviderConfig& next)
{
    const auto isSecret = [&](const ProviderConfig& provider) {
        return std::find(provider.secretHeaders.begin(), provider.secretHeaders.end(), name) != provider.secretHeaders.end();
    };
    if (in.isNull()) {
        const auto known = std::find_if(before.headers.begin(), before.headers.end(), [&](const auto& header) { return header.first == name; });
        if (known == before.headers.end() || !isSecret(before))
            return in.fail("has no value; null keeps the secret value that a header has already");
        next.headers.push_back(*known);
        next.secretHeaders.push_back(name);
        return;
    }
    const auto value = in.scalar("text");
    if (!value)
        return;
    next.headers.emplace_back(name, *value);
    if (in.node().fromVariable)
        next.secretHeaders.push_back(name);
}

} // namespace

Field<ProviderConfig> headerFields(std::string_view key, std::string_view text)
{
    Field<ProviderConfig> made{key, TextMap::type(), text, TextMap::kShape};
    made.read = [](const FieldReader& in, ProviderConfig& provider) {
        if (!in.isNull() && in.node().kind != ConfigNode::Kind::Map)
            return in.expected("a map");
        ProviderConfig next;
        for (const auto& [name, value] : in.node().fields)
            readHeader(FieldReader(value, in.path().field(name), in.problems()), name, provider, next);
        provider.headers = std::move(next.headers);
        provider.secretHeaders = std::move(next.secretHeaders);
    };
    made.isDefault = [](const ProviderConfig& provider) { return provider.headers.empty(); };
    made.write = [](const ProviderConfig& provider, WriteMode) {
        ConfigNode map = TextMap::write(provider.headers);
        for (auto& [name, value] : map.fields) {
            if (std::find(provider.secretHeaders.begin(), provider.secretHeaders.end(), name) != provider.secretHeaders.end())
                value = ConfigNode{};
        }
        return map;
    };
    return made;
}

void HiddenText::read(const FieldReader& in, Secret& out)
{
    if (in.node().kind == ConfigNode::Kind::Scalar)
        out = Secret(in.node().scalar);
    else
        in.fail("expected text, found " + foundText(in.node(), true));
}

} // namespace lanyard
